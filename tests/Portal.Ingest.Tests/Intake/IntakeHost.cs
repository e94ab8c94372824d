using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tunnel;
using Portal.Ingest.Intake;
using Portal.Ingest.Tests.Smtp;

namespace Portal.Ingest.Tests.Intake;

/// <summary>The whole way in behind the doors, on a data folder of its own: real keys, real SQLite, real blobs. No network.</summary>
internal sealed class IntakeHost : IAsyncDisposable
{
    private readonly IHost _app;
    private readonly TestKit.TempFolder _folder;

    private IntakeHost(IHost app, TestKit.TempFolder folder) => (_app, _folder) = (app, folder);

    public required SteppedTime Clock { get; init; }

    public required LogLines Log { get; init; }

    public required string Data { get; init; }

    public string TunnelCertificate => Path.Combine(Data, "tunnel", "tunnel.crt");

    /// <summary>Where the HTTP door listens, in a host that has one.</summary>
    public Uri Door => new(Get<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public static Task<IntakeHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        return PrepareAsync(builder, settings, builder.Build);
    }

    /// <summary>The same with doors, on real sockets; their settings say which.</summary>
    public static async Task<IntakeHost> ListenAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        var host = await PrepareAsync(builder, [("Ingest:SmtpListen", ""), ("Ingest:LmtpListen", ""), .. settings], builder.Build);
        await host._app.StartAsync();
        return host;
    }

    private static async Task<IntakeHost> PrepareAsync(IHostApplicationBuilder builder, (string Key, string Value)[] settings, Func<IHost> build)
    {
        var folder = new TestKit.TempFolder();
        var clock = new SteppedTime();
        var log = new LogLines();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Portal:DataDirectory"] = folder.File("data"),
            ["Tunnel:KeyAlgorithm"] = "Rsa2048",
            ["Tunnel:GatewayRefresh"] = "00:00:00",
        });
        builder.Configuration.AddInMemoryCollection(settings.GroupBy(s => s.Key).Select(s => KeyValuePair.Create(s.Key, (string?)s.Last().Value)));
        builder.Services.AddLogging();
        builder.Services.AddSingleton<ILoggerProvider>(log);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddPortalCore(builder.Configuration).AddPortalReading();
        builder.AddIngest();
        var app = build();
        await app.Services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        var data = app.Services.GetRequiredService<DataFolder>().Path;
        return new IntakeHost(app, folder) { Clock = clock, Log = log, Data = data };
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task TrustAsync(string certificateFile, bool outerHeaders = false, string name = "office")
    {
        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(certificateFile);
        await Get<TrustedGateways>().TrustAsync(name, "default", certificate, outerHeaders, CancellationToken.None);
    }

    /// <summary>Hands a mail to the pipeline as a door would: the header apart, line ends as they travel.</summary>
    public Task<IReadOnlyList<IntakeOutcome>> AcceptAsync(byte[] mail, params string[] recipients) =>
        HandOverAsync(mail, "gateway@example.com", recipients.Length == 0 ? ["bob@example.org"] : recipients);

    /// <summary>The same with a reverse path.</summary>
    public async Task<IReadOnlyList<IntakeOutcome>> HandOverAsync(byte[] mail, string reversePath, params string[] recipients)
    {
        var (header, body) = Split(mail);
        using var content = new MemoryStream(body);
        return await Get<IIntake>().AcceptAsync(
            new IncomingMail
            {
                ReversePath = reversePath,
                Recipients = recipients,
                OuterHeader = header,
                Body = content,
                Size = mail.Length,
            },
            CancellationToken.None);
    }

    public async Task<T> QueryAsync<T>(Func<PortalContext, Task<T>> query)
    {
        await using var context = await Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        return await query(context);
    }

    public async Task ExecuteAsync(string sql) => await QueryAsync(db => db.Database.ExecuteSqlRawAsync(sql));

    /// <summary>The mailbox as its owner has it after signing in.</summary>
    public async Task<UnlockedMailbox> UnlockAsync(string address)
    {
        var (id, slot) = await QueryAsync(async db =>
        {
            var mailbox = await db.Mailboxes.SingleAsync(m => m.Address == address);
            return (mailbox.Id, await db.KeySlots.SingleAsync(s => s.MailboxId == mailbox.Id));
        });
        return new UnlockedMailbox(id, address, VaultSlot.Open(slot.Slot, Get<VaultKey>(), id));
    }

    /// <summary>Opens all messages of an address, oldest first.</summary>
    public async Task<IReadOnlyList<OpenedMessage>> ReadAsync(string address)
    {
        var mailbox = await UnlockAsync(address);
        var ids = await QueryAsync(db => db.Deliveries.Where(d => d.MailboxId == mailbox.Id).OrderBy(d => d.Position).Select(d => d.Id).ToListAsync());
        var messages = new List<OpenedMessage>();
        foreach (var id in ids)
        {
            messages.Add((await Get<OpenMessage>().OpenAsync([mailbox], id, CancellationToken.None))!);
        }

        return messages;
    }

    /// <summary>What lies in the outbox, opened: its kind and its JSON, in the order it was written.</summary>
    public async Task<IReadOnlyList<(OutboxKind Kind, string Json)>> OutboxAsync() =>
        [.. (await QueryAsync(db => db.Outbox.OrderBy(o => o.CreatedAt).ToListAsync()))
            .Select(entry => (entry.Kind, Encoding.UTF8.GetString(VaultBox.Open(Get<VaultKey>(), "outbox", entry.Id, entry.Box))))];

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_app).DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static (byte[] Header, byte[] Body) Split(byte[] mail)
    {
        var text = Encoding.Latin1.GetString(mail);
        var crlf = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lf = text.IndexOf("\n\n", StringComparison.Ordinal);
        return lf >= 0 && (crlf < 0 || lf < crlf)
            ? (Encoding.Latin1.GetBytes(text[..(lf + 2)].ReplaceLineEndings("\r\n")), Encoding.Latin1.GetBytes(text[(lf + 2)..].ReplaceLineEndings("\r\n")))
            : (mail[..(crlf + 4)], mail[(crlf + 4)..]);
    }
}
