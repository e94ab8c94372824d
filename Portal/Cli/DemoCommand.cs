using System.CommandLine;
using System.Net.Sockets;
using Portal.Cli.Demo;
using Portal.Core.Smime;
using Portal.Core.Storage;
using Portal.Core.Tunnel;

namespace Portal.Cli;

/// <summary><c>demo</c>: sends real tunnelled mails to the running portal and says how to read them.</summary>
internal sealed class DemoCommand : Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public DemoCommand()
        : base("demo", "Send a few real S/MIME-tunnelled mails through the SMTP door of the running portal, and print how to read them.") =>
        this.OnInstallation(RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var time = services.GetRequiredService<TimeProvider>();
        var door = configuration["Ingest:SmtpListen"] ?? "127.0.0.1:2525";
        if (!System.Net.IPEndPoint.TryParse(door, out var endpoint))
        {
            return await FailAsync($"The SMTP door is closed or unreadable (Ingest:SmtpListen is '{door}').");
        }

        var gateway = ActivatorUtilities.CreateInstance<DemoGateway>(services);
        if (await gateway.IsRefusedAsync(cancellationToken))
        {
            return await FailAsync(
                "This portal trusts a real gateway. The demo would add one whose key lies in the data folder: run it on a folder of its own.");
        }

        var (key, isNew) = await gateway.PrepareAsync(cancellationToken);
        using (key)
        {
            if (isNew)
            {
                // The running portal learns of a new gateway a moment later.
                await Task.Delay(services.GetRequiredService<Microsoft.Extensions.Options.IOptions<TunnelOptions>>().Value.GatewayRefresh, time, cancellationToken);
            }

            var since = time.GetUtcNow().AddSeconds(-1);
            if (await SendAsync(gateway, key, endpoint, time, cancellationToken) is { } failure)
            {
                return await FailAsync(failure);
            }

            return await ReportAsync(services.GetRequiredService<DataFolder>(), configuration, since, time, cancellationToken);
        }
    }

    private static async Task<string?> SendAsync(
        DemoGateway gateway, TunnelKey key, System.Net.IPEndPoint door, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var (recipient, name) in DemoMails.All)
        {
            try
            {
                var reply = await gateway.SendAsync(
                    key, DemoMails.Entity(name, time.GetUtcNow()), recipient, door.Address.ToString(), door.Port, cancellationToken);
                if (!reply.StartsWith("250", StringComparison.Ordinal))
                {
                    return $"The portal did not take the mail: {reply}";
                }
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                return $"No portal answers at {door} ({error.Message}). Start it first, in this folder: dotnet run --project Portal";
            }
        }

        return null;
    }

    private static async Task<int> ReportAsync(
        DataFolder data, IConfiguration configuration, DateTimeOffset since, TimeProvider time, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"\n{DemoMails.All.Count} mails are in the portal.");
        if (!string.IsNullOrEmpty(configuration["Relay:Host"]))
        {
            await Console.Out.WriteLineAsync($"Their notices leave through the relay {configuration["Relay:Host"]}.");
            return 0;
        }

        var pickup = new PickupReader(data.File("outgoing"), since);
        foreach (var recipient in DemoMails.All.Select(m => m.Recipient).Distinct())
        {
            var link = await WaitAsync(() => pickup.Link(recipient), time, cancellationToken);
            if (link is null)
            {
                return await FailAsync($"No notice for {recipient} appeared in {data.File("outgoing")}. Does the portal run on the same data folder?");
            }

            await Console.Out.WriteLineAsync($"""

                {recipient}
                  Link              {link}
                  Initial password  {pickup.InitialPassword(recipient) ?? "(sent earlier, or registered already)"}
                """);
        }

        await Console.Out.WriteLineAsync(
            "\nOpen a link (the browser warns once: the certificate is self-made), type the initial password, choose your own, and read.\n"
            + "Before this portal takes real mail: tunnel distrust demo");
        return 0;
    }

    private static async Task<string?> WaitAsync(Func<string?> look, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        string? found;
        while ((found = look()) is null && time.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }

        return found;
    }

    private static async Task<int> FailAsync(string text)
    {
        await Console.Error.WriteLineAsync(text);
        return 1;
    }
}
