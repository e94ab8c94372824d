using System.Net.Sockets;
using System.Text;
using Portal.Core.Smime;
using Portal.Core.Storage;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;

namespace Portal.Cli.Demo;

/// <summary>Plays the company's mail gateway: a key of its own, trusted by this portal, and SMTP to the portal's door.</summary>
internal sealed class DemoGateway(DataFolder data, TrustedGateways gateways, TunnelKeyFile tunnel, TimeProvider time)
{
    private const string Name = "demo";

    /// <summary>Whether other gateways are trusted: beside them a key that lies in the data folder has no place.</summary>
    public async Task<bool> IsRefusedAsync(CancellationToken cancellationToken) =>
        (await gateways.ListAsync(cancellationToken)).Any(g => g.Name != Name);

    /// <summary>Reads the demo's key, or makes it and has it trusted.</summary>
    /// <returns>The key, and whether the portal has only just been told to trust it.</returns>
    public async Task<(TunnelKey Key, bool New)> PrepareAsync(CancellationToken cancellationToken)
    {
        data.Folder("demo");
        var (certificateFile, keyFile) = (data.File("demo", "gateway.crt"), data.File("demo", "gateway.key"));
        if (!File.Exists(certificateFile))
        {
            using var made = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "CN=Demo gateway", time);
            made.Save(certificateFile, keyFile);
        }

        var key = TunnelKey.Load(certificateFile, keyFile);
        var trusted = (await gateways.ListAsync(cancellationToken)).Any(g => g.Name == Name
            && g.Certificate.AsSpan().SequenceEqual(key.Certificate.RawData));
        if (!trusted)
        {
            await gateways.TrustAsync(Name, TenantCatalog.Default, key.Certificate, outerHeaders: false, cancellationToken);
        }

        return (key, !trusted);
    }

    /// <summary>Signs, encrypts, and hands one mail over. The reply that ends it, such as <c>250 2.6.0 …</c>.</summary>
    public async Task<string> SendAsync(TunnelKey key, byte[] entity, string recipient, string host, int port, CancellationToken cancellationToken)
    {
        using var portal = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(tunnel.CertificatePath);
        var options = new TunnelWriterOptions { Signer = key, Recipients = [portal], Encryption = TunnelEncryption.Aes256Gcm };
        using var mail = new MemoryStream();
        mail.Write(Encoding.ASCII.GetBytes(
            $"From: gateway@example.com\r\nTo: portal@example.com\r\nSubject: Tunnel\r\nMIME-Version: 1.0\r\n"
            + $"Content-Type: {TunnelWriter.ContentType(options)}\r\nContent-Transfer-Encoding: {TunnelWriter.ContentTransferEncoding}\r\n\r\n"));
        using var content = new MemoryStream(entity);
        await new TunnelWriter(time).WriteAsync(content, mail, options, cancellationToken);
        mail.Position = 0;
        return await TalkAsync(mail, recipient, host, port, cancellationToken);
    }

    // Base64 and our own header never begin a line with a dot, so nothing needs stuffing.
    private static async Task<string> TalkAsync(Stream mail, string recipient, string host, int port, CancellationToken cancellationToken)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host, port, cancellationToken);
        var stream = tcp.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        await ReplyAsync(reader, cancellationToken);
        foreach (var line in new[] { "EHLO gateway.example.com", "MAIL FROM:<gateway@example.com>", $"RCPT TO:<{recipient}>", "DATA" })
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);
            var reply = await ReplyAsync(reader, cancellationToken);
            if (reply[0] is '4' or '5')
            {
                return reply;
            }
        }

        await mail.CopyToAsync(stream, cancellationToken);
        await stream.WriteAsync("\r\n.\r\n"u8.ToArray(), cancellationToken);
        return await ReplyAsync(reader, cancellationToken);
    }

    private static async Task<string> ReplyAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The door closed the connection.");
            if (line.Length >= 3 && (line.Length == 3 || line[3] != '-'))
            {
                return line;
            }
        }
    }
}
