"""`stance label`: to and from the tools in which people label, a module for each of its commands."""

import typer

from stance.cli.label.adjudicate import adjudicate
from stance.cli.label.agreement import agreement
from stance.cli.label.doubts import doubts
from stance.cli.label.export import export
from stance.cli.label.importing import import_
from stance.cli.label.migrate import migrate
from stance.cli.label.suggest import suggest

app = typer.Typer(help="Have articles labelled by people, in the tool of your choice.", no_args_is_help=True)
app.command()(export)
app.command("import")(import_)
app.command()(suggest)
app.command()(agreement)
app.command()(doubts)
app.command()(adjudicate)
app.command()(migrate)
