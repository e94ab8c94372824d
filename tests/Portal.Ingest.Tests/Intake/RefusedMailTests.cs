using System.Text;
using Portal.Ingest.Intake;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>What must not come in: one and the same answer to all of it, one log line, and nothing is kept.</summary>
public sealed class RefusedMailTests(Office office) : IClassFixture<Office>
{
    private static readonly IntakeOutcome Uniform = new IntakeOutcome.Rejected(550, "5.7.1", "Not a message from a trusted tunnel");

    private static readonly Dictionary<string, Func<RefusedMailTests, Task<byte[]>>> Cases = new()
    {
        ["not signed"] = t => t.EncryptAsync(Originals.Fresh()),
        ["signed by a stranger"] = async t =>
            await (await OpenSslGateway.CreateAsync(t.Office.Folder, "stranger")).WrapAsync(Originals.Fresh(), t.Portal.TunnelCertificate),
        ["signed by a stranger who has the gateway's name"] = async t =>
            await (await OpenSslGateway.CreateAsync(Directory.CreateDirectory(Path.Combine(t.Office.Folder, "twin")).FullName)).WrapAsync(Originals.Fresh(), t.Portal.TunnelCertificate),
        ["signed only, opaque"] = t => t.SignAsync(Originals.Fresh(), "-nodetach"),
        ["signed only, detached"] = t => t.SignAsync(Originals.Fresh()),
        ["neither signed nor encrypted"] = _ => Task.FromResult(Originals.Plain()),
        ["the encrypted part among others"] = async t =>
            [.. Bytes("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"), .. await t.WrapAsync(Originals.Fresh()), .. Bytes("\n--b--\n")],
        ["text behind the encrypted part"] = async t => [.. await t.WrapAsync(Originals.Fresh()), .. Bytes("and more\n")],
        ["for another portal"] = async t => await t.Office.Gateway.WrapAsync(Originals.Fresh(), t.Office.Gateway.CertificateFile),
        ["cut off"] = async t => (await t.WrapAsync(Originals.Wrapped(Originals.Large)))[..100_000],
        ["one character changed, CBC"] = async t => Changed(await t.WrapAsync(Originals.Wrapped(Originals.Large))),
        ["one character changed, GCM"] = async t => Changed(await t.WrapAsync(Originals.Wrapped(Originals.Large), encrypt: ["-aes-256-gcm"])),
        ["an empty body"] = async t => Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(await t.WrapAsync(Originals.Fresh())).Split("\n\n")[0] + "\n\n"),
        ["no base64"] = _ => Task.FromResult(Bytes("MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\n!!!!\n")),
        ["two content types"] = async t => [.. Bytes("Content-Type: text/plain\n"), .. await t.WrapAsync(Originals.Fresh())],
        ["two transfer encodings"] = async t => [.. Bytes("Content-Transfer-Encoding: 8bit\n"), .. await t.WrapAsync(Originals.Fresh())],
        ["SHA-1"] = t => t.WrapAsync(Originals.Fresh(), sign: ["-nodetach", "-md", "sha1"]),
        ["triple DES"] = t => t.WrapAsync(Originals.Fresh(), encrypt: ["-des3"]),
        ["no signed attributes"] = t => t.WrapAsync(Originals.Fresh(), sign: ["-nodetach", "-noattr"]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_and_nothing_is_kept(string name)
    {
        await Portal.AcceptAsync(await WrapAsync(Originals.Fresh()), "bob@example.org"); // so that there is something to compare
        var mail = await Cases[name](this);
        var before = await Kept.ByAsync(Portal);
        var lines = Portal.Log.Lines.Count;

        var outcomes = await Portal.AcceptAsync(mail, "bob@example.org", "new@example.org");

        Assert.Equal([Uniform, Uniform], outcomes);
        Assert.Equal(before, await Kept.ByAsync(Portal));
        Assert.StartsWith("A mail was refused: ", Assert.Single(Portal.Log.Lines.Skip(lines)).Text, StringComparison.Ordinal);
    }

    private Office Office => office;

    private IntakeHost Portal => office.Portal;

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    // In the middle of the ciphertext, far from the structure around it.
    private static byte[] Changed(byte[] mail)
    {
        var at = mail.Length / 2;
        while (mail[at] is (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        mail[at] = mail[at] == (byte)'A' ? (byte)'B' : (byte)'A';
        return mail;
    }

    private Task<byte[]> EncryptAsync(byte[] entity) => Tool.RunAsync(
        "openssl", ["cms", "-encrypt", "-binary", "-aes-256-cbc", "-outform", "SMIME", "-recip", Portal.TunnelCertificate], entity);

    private Task<byte[]> SignAsync(byte[] entity, params string[] options) => Tool.RunAsync(
        "openssl", ["cms", "-sign", "-signer", Office.Gateway.CertificateFile, "-inkey", Office.Gateway.KeyFile, "-md", "sha256", "-binary", .. options, "-outform", "SMIME"], entity);

    private Task<byte[]> WrapAsync(byte[] entity, string[]? sign = null, string[]? encrypt = null) => office.WrapAsync(entity, sign, encrypt);
}
