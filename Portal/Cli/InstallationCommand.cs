using System.CommandLine;
using Portal.Core;
using Portal.Core.Storage;

namespace Portal.Cli;

/// <summary>Commands that work on the data folder, whether or not the portal runs on it.</summary>
internal static class InstallationCommand
{
    /// <summary>Runs the action with Core's services on a prepared data folder.</summary>
    public static Command OnInstallation(
        this Command command, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> action)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var result = 1;
            var started = await SettingsFailure.ReportAsync(async failure =>
            {
                var builder = Host.CreateApplicationBuilder(HostArguments.WithoutWatching(parsed.UnmatchedTokens));
                failure.Settings = builder.Configuration;
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                builder.Services.AddPortalCore(builder.Configuration);
                builder.Services.AddPortalReading();
                builder.Services.AddLocalization();
                using var host = builder.Build();
                var data = host.Services.GetRequiredService<DataFolder>();
                if (!data.Exists)
                {
                    // A mistyped folder must not pass for the one that was meant.
                    await Console.Error.WriteLineAsync($"There is no installation in '{data.Path}' (setting Portal:DataDirectory): making a new one.");
                }

                await host.Services.GetRequiredService<PrepareInstallation>().RunAsync(cancellationToken);
                result = await action(host.Services, parsed, cancellationToken);
            });
            return started == 0 ? result : started;
        });
        return command;
    }
}
