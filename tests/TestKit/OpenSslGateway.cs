using System.Text;
using Xunit;

namespace TestKit;

/// <summary>A mail gateway whose S/MIME is OpenSSL's command line: the other side of every tunnel.</summary>
public sealed class OpenSslGateway
{
    private readonly string _folder;

    private OpenSslGateway(string folder) => _folder = folder;

    public string CertificateFile => Path.Combine(_folder, "gateway.crt");

    public string KeyFile => Path.Combine(_folder, "gateway.key");

    /// <summary>Makes a gateway's key and self-signed certificate in the folder.</summary>
    public static async Task<OpenSslGateway> CreateAsync(string folder, string name = "gateway", string algorithm = "rsa:2048")
    {
        var gateway = new OpenSslGateway(Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
        await Tool.RunAsync("openssl", [
            "req", "-x509", "-newkey", algorithm, "-nodes", "-days", "30", "-subj", $"/CN={name}",
            "-keyout", gateway.KeyFile, "-out", gateway.CertificateFile]);
        return gateway;
    }

    /// <summary>Signs and encrypts an entity, and puts outer headers before it: a complete tunnelled mail.</summary>
    /// <param name="entity">The MIME entity to sign: a message/rfc822 wrapper, or a message with protected headers.</param>
    /// <param name="tunnelCertificate">The portal's certificate file.</param>
    /// <param name="sign">More options of <c>openssl cms -sign</c>; opaque unless they say otherwise.</param>
    /// <param name="encrypt">More options of <c>openssl cms -encrypt</c>.</param>
    /// <param name="recipient">Options that belong to the recipient, such as <c>-keyopt rsa_padding_mode:oaep</c>.</param>
    public async Task<byte[]> WrapAsync(
        byte[] entity, string tunnelCertificate, string[]? sign = null, string[]? encrypt = null, string[]? recipient = null)
    {
        var signed = await Tool.RunAsync("openssl", [
            "cms", "-sign", "-signer", CertificateFile, "-inkey", KeyFile, "-md", "sha256", "-binary",
            .. sign ?? ["-nodetach", "-stream"], "-outform", "SMIME"], entity);
        return await Tool.RunAsync("openssl", [
            "cms", "-encrypt", "-binary", "-stream", .. encrypt ?? ["-aes-256-cbc"],
            "-from", "gateway@example.com", "-to", "portal@example.net", "-subject", "Tunnel",
            "-outform", "SMIME", "-recip", tunnelCertificate, .. recipient ?? []], signed);
    }

    /// <summary>What the gateway finds in a mail that the portal encrypted to it: OpenSSL decrypts it and verifies that the portal signed it.</summary>
    /// <param name="mail">Head and body.</param>
    /// <param name="signingCertificate">The file with the certificate that the portal signs replies with.</param>
    /// <returns>The mail inside.</returns>
    public async Task<byte[]> UnwrapAsync(byte[] mail, string signingCertificate)
    {
        var signed = await Tool.RunAsync("openssl", ["cms", "-decrypt", "-recip", CertificateFile, "-inkey", KeyFile], mail);
        var entity = await Tool.RunAsync("openssl", ["cms", "-verify", "-binary", "-purpose", "any", "-CAfile", signingCertificate], signed);
        var wrapper = "Content-Type: message/rfc822\r\n\r\n";
        Assert.StartsWith(wrapper, Encoding.Latin1.GetString(entity), StringComparison.Ordinal);
        return entity[wrapper.Length..];
    }

    /// <summary>A complete original mail in its message/rfc822 wrapper.</summary>
    public static byte[] Rfc822(string mail) =>
        Encoding.UTF8.GetBytes("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + Crlf(mail));

    /// <summary>Line ends as they travel.</summary>
    public static string Crlf(string text) => text.ReplaceLineEndings("\r\n");
}
