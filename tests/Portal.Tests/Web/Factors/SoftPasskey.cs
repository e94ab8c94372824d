using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Portal.Tests.Web.Factors;

/// <summary>An authenticator in software (WebAuthn Level 3 §6), which lies where a test wants it to.</summary>
internal sealed class SoftPasskey : IDisposable
{
    private static readonly string[] Transports = ["internal"];

    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte Attested = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; set; } = RandomNumberGenerator.GetBytes(16);

    public string? UserHandle { get; set; }

    public uint Counter { get; set; }

    public string Origin { get; set; } = TestPortal.Origin;

    public string Domain { get; set; } = "portal.example";

    public bool Verifies { get; set; } = true;

    public bool CrossOrigin { get; set; }

    public bool SignsFalsely { get; set; }

    public string? Challenge { get; set; }

    public string Create(string options)
    {
        using var asked = JsonDocument.Parse(options);
        UserHandle = asked.RootElement.GetProperty("user").GetProperty("id").GetString();
        var client = ClientData("webauthn.create", asked);
        var point = _key.ExportParameters(false).Q;
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Head(Attested), .. new byte[16], 0, (byte)Id.Length, .. Id, .. cose];
        byte[] attestation =
            [0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Credential(new { clientDataJSON = Text(client), attestationObject = Text(attestation), transports = Transports });
    }

    public string Answer(string options)
    {
        using var asked = JsonDocument.Parse(options);
        Counter++;
        var (client, data) = (ClientData("webauthn.get", asked), Head(0));
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        signature[^1] ^= SignsFalsely ? (byte)1 : (byte)0;
        return Credential(new { clientDataJSON = Text(client), authenticatorData = Text(data), signature = Text(signature), userHandle = UserHandle });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Head(byte flags)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), (byte)(flags | UserPresent | (Verifies ? UserVerified : 0)), .. counter];
    }

    private byte[] ClientData(string type, JsonDocument asked) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type, challenge = Challenge ?? asked.RootElement.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = CrossOrigin,
    });

    private string Credential(object response) => JsonSerializer.Serialize(new
    {
        id = Text(Id), rawId = Text(Id), type = "public-key", response, clientExtensionResults = new { }, authenticatorAttachment = "platform",
    });

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
