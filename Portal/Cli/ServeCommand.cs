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
            await using var app = Build([.. parsed.UnmatchedTokens]);
            failure.Settings = app.Configuration;
            await app.Services.GetRequiredService<PrepareInstallation>().RunAndCheckAsync(app.Services.GetServices<IStartCheck>(), cancellationToken);
            app.Lifetime.ApplicationStarted.Register(() => Greeting.Print(app.Services));
            await app.RunAsync(cancellationToken);
        });

    internal static WebApplication Build(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings });
        builder.Services.AddPortalCore(builder.Configuration);
        builder.Services.AddPortalReading();
        builder.Services.AddOutbox(builder.Configuration);
        builder.AddWebListener();
        builder.AddWebDoor();
        builder.AddIngest();
        var app = builder.Build();
        app.UseWebDoor();
        return app;
    }
}
