using System.CommandLine;
using Portal.Core;
using Portal.Core.Outbox;
using Portal.Hosting;
using Portal.Ingest;

namespace Portal.Cli;

/// <summary><c>serve</c>: opens the doors until it is told to stop.</summary>
internal sealed class ServeCommand : Command
{
    public ServeCommand()
        : base("serve", "Open the web door and the mail doors (this is what happens without a command).")
    {
        TreatUnmatchedTokensAsErrors = false;
        SetAction(RunAsync);
    }

    public static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        SettingsFailure.ReportAsync(async failure =>
        {
            await using var app = Build([.. parsed.UnmatchedTokens], failure);
            await app.Services.GetRequiredService<PrepareInstallation>().RunAndCheckAsync(cancellationToken);
            app.Lifetime.ApplicationStarted.Register(() => Greeting.Print(app.Services));
            await app.RunAsync(cancellationToken);
        });

    private static WebApplication Build(string[] settings, SettingsFailure failure)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = HostArguments.WithoutWatching(settings) });
        failure.Settings = builder.Configuration;
        builder.Services.AddPortalCore(builder.Configuration);
        builder.Services.AddPortalReading();
        builder.Services.AddOutbox(builder.Configuration);
        builder.AddWebListener();
        builder.AddWebDoor();
        builder.AddIngest();
        var started = false;
        // A start that failed is told in words, without the host's stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        app.UseWebDoor();
        return app;
    }
}
