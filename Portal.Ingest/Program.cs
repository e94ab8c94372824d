using Portal.Core;
using Portal.Ingest;

// The mail doors alone: this process has the tunnel's private key and can seal, and has nothing that could open a mailbox.
return await SettingsFailure.ReportAsync(async failure =>
{
    var builder = WebApplication.CreateSlimBuilder(HostArguments.WithoutWatching(args));
    failure.Settings = builder.Configuration;
    builder.Services.AddPortalCore(builder.Configuration);
    builder.AddIngest();
    builder.WebHost.UseKestrelHttpsConfiguration();
    var app = builder.Build();
    await app.Services.GetRequiredService<PrepareInstallation>().RunAndCheckAsync(CancellationToken.None);
    await app.RunAsync();
});
