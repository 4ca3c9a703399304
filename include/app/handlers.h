/* The functions behind the rows of the command table, by file; each as command.h describes. */
#ifndef APP_HANDLERS_H
#define APP_HANDLERS_H

#include "app/command.h"

/* incident.c */
bool cmd_new(struct call *call, struct err *err);
bool cmd_list(struct call *call, struct err *err);
bool cmd_show(struct call *call, struct err *err);
bool cmd_use(struct call *call, struct err *err);
bool cmd_set(struct call *call, struct err *err);

/* log.c, run.c */
bool cmd_log(struct call *call, struct err *err);
bool cmd_run(struct call *call, struct err *err);

/* entity.c: the entity is the row's */
bool cmd_entity_add(struct call *call, struct err *err);
bool cmd_entity_list(struct call *call, struct err *err);
bool cmd_entity_show(struct call *call, struct err *err);
bool cmd_entity_edit(struct call *call, struct err *err);
bool cmd_entity_delete(struct call *call, struct err *err);
bool cmd_action_state(struct call *call, struct err *err);
bool cmd_entity_open(struct call *call, struct err *err);
bool cmd_event_shift(struct call *call, struct err *err);
bool cmd_role_set(struct call *call, struct err *err);

/* cause.c */
bool cmd_cause_move(struct call *call, struct err *err);
bool cmd_cause_delete(struct call *call, struct err *err);

/* section.c, attach.c */
bool cmd_section_list(struct call *call, struct err *err);
bool cmd_section_show(struct call *call, struct err *err);
bool cmd_section_add(struct call *call, struct err *err);
bool cmd_section_set(struct call *call, struct err *err);
bool cmd_section_edit(struct call *call, struct err *err);
bool cmd_section_delete(struct call *call, struct err *err);
bool section_edit_all(struct call *call, struct err *err); /* section_all.c: cmd_section_edit with --all */
bool cmd_attach(struct call *call, struct err *err);
bool cmd_attach_save(struct call *call, struct err *err);

/* history.c */
bool cmd_history(struct call *call, struct err *err);
bool cmd_undo(struct call *call, struct err *err);
bool cmd_redo(struct call *call, struct err *err);
bool cmd_redact(struct call *call, struct err *err);

/* check.c, preview.c */
bool cmd_check(struct call *call, struct err *err);
bool cmd_check_list(struct call *call, struct err *err);
bool cmd_check_explain(struct call *call, struct err *err);
bool cmd_preview(struct call *call, struct err *err);
bool cmd_metrics(struct call *call, struct err *err);

/* template_command.c */
bool cmd_template_list(struct call *call, struct err *err);
bool cmd_template_show(struct call *call, struct err *err);
bool cmd_template_new(struct call *call, struct err *err);
bool cmd_template_check(struct call *call, struct err *err);

/* check_waive.c */
bool cmd_check_waive(struct call *call, struct err *err);
bool cmd_check_unwaive(struct call *call, struct err *err);
bool cmd_check_waived(struct call *call, struct err *err);

/* search_command.c */
bool cmd_search(struct call *call, struct err *err);

/* review.c */
bool cmd_review(struct call *call, struct err *err);
bool cmd_review_request(struct call *call, struct err *err);
bool cmd_review_say(struct call *call, struct err *err);
bool cmd_review_settle(struct call *call, struct err *err);

/* import.c */
bool cmd_import(struct call *call, struct err *err);

/* render.c, publish.c */
bool cmd_render(struct call *call, struct err *err);
bool cmd_publish(struct call *call, struct err *err);
bool publish_pull(struct call *call, struct err *err); /* publish_pull.c: cmd_publish with --pull */

/* care.c */
bool cmd_drafts(struct call *call, struct err *err);
bool cmd_drafts_log(struct call *call, struct err *err);
bool cmd_drafts_drop(struct call *call, struct err *err);
bool cmd_config(struct call *call, struct err *err);
bool cmd_backup(struct call *call, struct err *err);
bool cmd_version(struct call *call, struct err *err);

bool cmd_doctor(struct call *call, struct err *err); /* doctor.c */

/* help.c, completion.c, demo.c */
bool cmd_help(struct call *call, struct err *err);
bool cmd_completion(struct call *call, struct err *err);
bool cmd_demo(struct call *call, struct err *err);

#endif
