using System.CommandLine;

namespace Portal.Cli;

/// <summary>The commands of the operator. What is no command or option of theirs is a setting: <c>--Portal:Listen=https://…</c>.</summary>
internal static class PortalCommand
{
    public static RootCommand Create()
    {
        var serve = new ServeCommand();
        var root = new RootCommand(
            "A self-hosted secure webmail portal. Without a command it serves. Any setting of docs/configuration.md may follow "
            + "a command as --Section:Key=value.")
        {
            serve,
            new DemoCommand(),
            new TunnelCommand(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(ServeCommand.RunAsync);
        return root;
    }
}
