using System.CommandLine;

namespace Portal.Cli;

/// <summary>The commands of the operator. What is no command or option of theirs is a setting: <c>--Portal:Listen=https://…</c>.</summary>
internal static class PortalCommand
{
    private const int WrongUsage = 2;

    // The framework's own settings that have no section.
    private static readonly string[] Framework = ["environment", "urls", "contentRoot", "AllowedHosts"];

    /// <summary>Runs the command.</summary>
    /// <returns>0 done, 1 failed, 2 wrong usage.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count == 0 && StraySetting(parsed.UnmatchedTokens) is { } stray)
        {
            await Console.Error.WriteLineAsync($"'{stray}' is neither a command or option nor a setting (--Section:Key=value). See --help.");
            return WrongUsage;
        }

        var status = await parsed.InvokeAsync();
        return parsed.Errors.Count == 0 ? status : WrongUsage;
    }

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
            new GatewayCommand(),
            new AccountCommand(),
            new MessageCommand(),
            new OutboxCommand(),
            new SmsCommand(),
            new EvidenceCommand(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(ServeCommand.RunAsync);
        return root;
    }

    // A mistyped command must not start the portal: what is left over has to look like a setting, --A:B=value or --A:B value.
    private static string? StraySetting(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var name = tokens[i].Split('=', 2)[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !(name.Contains(':', StringComparison.Ordinal) || Framework.Contains(name[2..])))
            {
                return tokens[i];
            }

            if (name == tokens[i])
            {
                i++; // its value
            }
        }

        return null;
    }
}
