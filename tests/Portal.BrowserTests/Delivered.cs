using Microsoft.Data.Sqlite;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A running portal with a trusted OpenSSL gateway.</summary>
internal sealed class Delivered : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private Delivered(TempFolder folder, RunningPortal portal, OpenSslGateway gateway, Outgoing outgoing) =>
        (_folder, Portal, Gateway, Outgoing) = (folder, portal, gateway, outgoing);

    public RunningPortal Portal { get; }

    public OpenSslGateway Gateway { get; }

    public Outgoing Outgoing { get; }

    public static Task<Delivered> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <summary>The same with a relay, to which all mail goes; without one it lands in the pickup folder.</summary>
    public static async Task<Delivered> StartAsync(ScriptedServer? relay, params string[] settings)
    {
        var folder = new TempFolder();
        var gateway = await OpenSslGateway.CreateAsync(folder.Path);
        var data = folder.File("data");
        var (status, _, error) = await RunningPortal.CommandAsync(data, "tunnel", "trust", gateway.CertificateFile, "--name", "office");
        if (status != 0)
        {
            throw new InvalidOperationException(error);
        }

        string[] way = relay is null ? [] : ["--Relay:Host=127.0.0.1", $"--Relay:Port={relay.Port}", "--Relay:Security=None"];
        var portal = await RunningPortal.StartAsync(data, [.. way, .. settings]);
        return new Delivered(folder, portal, gateway, relay is null ? new Outgoing(data) : new Outgoing(relay));
    }

    /// <summary>Wraps an original mail as the gateway does and hands it to the SMTP door.</summary>
    public async Task SendAsync(string mail, params string[] recipients)
    {
        var wrapped = await Gateway.WrapAsync(OpenSslGateway.Rfc822(mail), Path.Combine(Portal.Data, "tunnel", "tunnel.crt"));
        await using var sender = await MailClient.ConnectAsync(Portal.SmtpPort);
        var reply = Assert.Single(await sender.SendAsync(wrapped, recipients));
        Assert.StartsWith("250 ", reply, StringComparison.Ordinal);
    }

    /// <summary>Waits until this many mails have left for the gateway, and gives all of them as it finds them.</summary>
    public async Task<IReadOnlyList<LeftMail>> LeftAsync(int count)
    {
        var left = new List<LeftMail>();
        foreach (var mail in await Outgoing.EncryptedAsync(count))
        {
            left.Add(await LeftMail.ReadAsync(mail, Gateway, Path.Combine(Portal.Data, "tunnel", "signing.crt")));
        }

        return left;
    }

    /// <summary>From here on the messages' ends are not their senders': as if the tenant had kept messages for a shorter time when they came.</summary>
    public async Task MakeEndsTheTenantsAsync()
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(Portal.Data, "portal.db")};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "UPDATE Messages SET EndBySender = 0";
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        _folder.Dispose();
    }
}
