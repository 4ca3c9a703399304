#include "tui/place.h"

#include "base/text.h"
#include "tui/ui.h"

bool place_leave(struct ui *ui, struct ui_place *place, struct err *err)
{
	if (!composer_save(ui, err))
		return false;
	place->view = ui->view;
	place->composing = ui->composing;
	text_copy(place->incident, sizeof place->incident, ui->incident.open ? ui->incident.record.id : "");
	ui->pager.open = false;
	ui->composing = false;
	return true;
}

bool place_return(struct ui *ui, const struct ui_place *place, struct err *err)
{
	const struct ui_place to = *place; /* opening another incident may end what holds it */
	bool there = ui->incident.open && text_equal(ui->incident.record.id, to.incident);
	if (!*to.incident)
		return incident_close(ui, err);
	if (!there && !incident_open(ui, to.incident, err))
		return false;
	ui->composing = to.composing;
	ui_show(ui, to.view);
	return true;
}
