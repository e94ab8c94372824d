using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A running portal with a trusted OpenSSL gateway.</summary>
internal sealed class Delivered : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private Delivered(TempFolder folder, RunningPortal portal, OpenSslGateway gateway) =>
        (_folder, Portal, Gateway) = (folder, portal, gateway);

    public RunningPortal Portal { get; }

    public OpenSslGateway Gateway { get; }

    public Outgoing Outgoing => new(Portal.Data);

    public static async Task<Delivered> StartAsync(params string[] settings)
    {
        var folder = new TempFolder();
        var gateway = await OpenSslGateway.CreateAsync(folder.Path);
        var data = folder.File("data");
        var (status, _, error) = await RunningPortal.CommandAsync(data, "tunnel", "trust", gateway.CertificateFile, "--name", "office");
        return status == 0
            ? new Delivered(folder, await RunningPortal.StartAsync(data, settings), gateway)
            : throw new InvalidOperationException(error);
    }

    /// <summary>Wraps an original mail as the gateway does and hands it to the SMTP door.</summary>
    public async Task SendAsync(string mail, params string[] recipients)
    {
        var wrapped = await Gateway.WrapAsync(OpenSslGateway.Rfc822(mail), Path.Combine(Portal.Data, "tunnel", "tunnel.crt"));
        await using var sender = await MailClient.ConnectAsync(Portal.SmtpPort);
        var reply = Assert.Single(await sender.SendAsync(wrapped, recipients));
        Assert.StartsWith("250 ", reply, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        _folder.Dispose();
    }
}
