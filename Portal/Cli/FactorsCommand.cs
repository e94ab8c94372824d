using System.CommandLine;
using Portal.Core.Accounts.Factors;

namespace Portal.Cli;

/// <summary><c>account factors</c>: people who have lost every second factor and all backup codes.</summary>
internal sealed class FactorsCommand : Command
{
    public FactorsCommand()
        : base("factors", "People who have lost every second factor and all backup codes.")
    {
        Add(new Command("reset", "Take away all second factors and backup codes, end all sessions, and tell every address. Password and mail stay.")
        {
            AccountCommand.Address,
            AccountCommand.Reason,
        }.OnInstallation(ResetAsync));
    }

    private static Task<int> ResetAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken) =>
        AccountCommand.OnFoundAsync(services, parsed, async found =>
        {
            var outcome = await services.GetRequiredService<ResetFactors>().ResetAsync(found, AccountCommand.Order(parsed), cancellationToken);
            switch (outcome)
            {
                case FactorReset.Done or FactorReset.DoneWithShortPassword:
                    await Console.Out.WriteLineAsync("All second factors and backup codes are gone, and all sessions have ended.");
                    if (outcome == FactorReset.DoneWithShortPassword)
                    {
                        await Console.Error.WriteLineAsync("The password is too short to be alone: 'account reset' has a longer one set.");
                    }

                    return 0;
                case FactorReset.NeedsAnother:
                    await Console.Out.WriteLineAsync("Written down. Another operator must give the same command within a day.");
                    return 0;
                case FactorReset.None:
                    await Console.Error.WriteLineAsync("It has no second factor and no backup code.");
                    return 1;
                default:
                    await Console.Error.WriteLineAsync("It is not registered, or locked or expired: that cannot be done from there.");
                    return 1;
            }
        }, cancellationToken);
}
