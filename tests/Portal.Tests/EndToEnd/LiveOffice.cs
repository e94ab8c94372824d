using System.Text;
using Microsoft.Data.Sqlite;
using Portal.Core.Keys;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>The running product and a gateway that it trusts, whose S/MIME is OpenSSL's.</summary>
internal sealed class LiveOffice : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private LiveOffice(TempFolder folder, RunningPortal portal, OpenSslGateway gateway) =>
        (_folder, Portal, Gateway) = (folder, portal, gateway);

    public RunningPortal Portal { get; private set; }

    public OpenSslGateway Gateway { get; }

    public string Folder => _folder.Path;

    public string TunnelCertificate => Path.Combine(Portal.Data, "tunnel", "tunnel.crt");

    public Outgoing Outgoing => new(Portal.Data);

    public static async Task<LiveOffice> StartAsync(params string[] settings)
    {
        var folder = new TempFolder();
        var gateway = await OpenSslGateway.CreateAsync(folder.Path);
        var (status, _, error) = await RunningPortal.CommandAsync(folder.File("data"), "tunnel", "trust", gateway.CertificateFile, "--name", "office");
        return status == 0
            ? new LiveOffice(folder, await RunningPortal.StartAsync(folder.File("data"), settings), gateway)
            : throw new InvalidOperationException(error);
    }

    /// <summary>Pulls the plug, and starts again on what is left.</summary>
    public async Task RestartAfterKillAsync()
    {
        await Portal.KillAsync();
        await Portal.DisposeAsync();
        Portal = await RunningPortal.StartAsync(Portal.Data);
    }

    /// <summary>Hands a wrapped mail to the SMTP door.</summary>
    public async Task<string> SendAsync(byte[] mail, params string[] recipients)
    {
        await using var client = await MailClient.ConnectAsync(Portal.SmtpPort);
        return Assert.Single(await client.SendAsync(mail, recipients));
    }

    public async Task DeliverAsync(byte[] entity, params string[] recipients) =>
        Assert.StartsWith("250 ", await SendAsync(await Gateway.WrapAsync(entity, TunnelCertificate), recipients), StringComparison.Ordinal);

    /// <summary>What waits in the outbox, opened with the vault key as only the web side can, oldest first.</summary>
    public async Task<IReadOnlyList<string>> SealedOutboxAsync()
    {
        using var vault = new KeyFolder(Path.Combine(Portal.Data, "keys")).ReadVaultKey();
        await using var database = new SqliteConnection($"Data Source={Path.Combine(Portal.Data, "portal.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT \"Id\", \"Box\" FROM \"Outbox\" ORDER BY \"CreatedAt\"";
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<string>();
        while (await reader.ReadAsync())
        {
            // Guids are stored in the byte order of the framework.
            var id = new Guid((byte[])reader[0]);
            entries.Add(Encoding.UTF8.GetString(VaultBox.Open(vault, "outbox", id, (byte[])reader[1])));
        }

        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        _folder.Dispose();
    }
}
