using Portal.Core.Mime;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Shapes of tunnelled mail that OpenSSL makes: each goes in and comes out of the mailbox byte for byte.</summary>
public sealed class AcceptedShapesTests(Offices offices) : IClassFixture<Offices>
{
    private sealed record Shape(byte[] Entity)
    {
        public string Tunnel { get; init; } = "Rsa2048";
        public string[]? Sign { get; init; }
        public string[]? Encrypt { get; init; }
        public string[]? Recipient { get; init; }
        public string? Text { get; init; }
    }

    private static readonly string[] Detached = [];
    private static readonly string[] Gcm = ["-aes-256-gcm"];

    private static readonly Dictionary<string, Shape> Shapes = new()
    {
        ["RSA-2048, PKCS#1, AES-256-CBC, opaque"] = new(Originals.Fresh()),
        ["RSA-3072, PKCS#1"] = new(Originals.Fresh()) { Tunnel = "Rsa3072" },
        ["RSA-3072, OAEP with SHA-256, GCM"] = new(Originals.Fresh())
        {
            Tunnel = "Rsa3072", Encrypt = Gcm, Recipient = ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"],
        },
        ["RSA-2048, OAEP"] = new(Originals.Fresh()) { Recipient = ["-keyopt", "rsa_padding_mode:oaep"] },
        ["ECDH on P-256"] = new(Originals.Fresh()) { Tunnel = "P256" },
        ["ECDH on P-256, SHA-256, GCM"] = new(Originals.Fresh()) { Tunnel = "P256", Encrypt = Gcm, Recipient = ["-keyopt", "ecdh_kdf_md:sha256"] },
        ["AES-128-CBC"] = new(Originals.Fresh()) { Encrypt = ["-aes-128-cbc"] },
        ["AES-256-GCM"] = new(Originals.Fresh()) { Encrypt = Gcm },
        ["detached"] = new(Originals.Fresh()) { Sign = Detached },
        ["detached, GCM"] = new(Originals.Fresh()) { Sign = Detached, Encrypt = Gcm },
        ["RSA-PSS, SHA-512"] = new(Originals.Fresh()) { Sign = ["-nodetach", "-md", "sha512", "-keyopt", "rsa_padding_mode:pss"] },
        ["BER streaming, large"] = new(Originals.Wrapped(Originals.Large)) { Sign = ["-nodetach", "-stream"] },
        ["DER, definite lengths"] = new(Originals.Wrapped(Originals.Large)) { Sign = ["-nodetach"], Encrypt = ["-aes-256-cbc", "-noindef"] },
        ["protected headers"] = new(Originals.Protected) { Text = "The body itself: Grüße." },
        ["protected headers, detached"] = new(Originals.Protected) { Sign = Detached, Text = "The body itself: Grüße." },
        ["nested multiparts"] = new(Originals.Wrapped(Originals.Nested)) { Text = "Grüße aus Zürich" },
        ["nested multiparts, detached"] = new(Originals.Wrapped(Originals.Nested)) { Sign = Detached, Text = "Grüße aus Zürich" },
        ["UTF-8"] = new(Originals.Wrapped(Originals.Plain(text: "Grüße, 日本, 👋"))) { Text = "Grüße, 日本, 👋" },
        ["Windows-1252"] = new(Originals.Wrapped(Originals.Charset("windows-1252", [0x80, 0x20, 0xE4, 0xFC, 0xDF]))) { Text = "€ äüß" },
        ["ISO-8859-15, detached"] = new(Originals.Wrapped(Originals.Charset("iso-8859-15", [0xA4, 0xE9]))) { Sign = Detached, Text = "€é" },
        ["Shift_JIS"] = new(Originals.Wrapped(Originals.Charset("shift_jis", [0x93, 0xFA, 0x96, 0x7B]))) { Text = "日本" },
        ["ISO-2022-JP"] = new(Originals.Wrapped(Originals.Charset("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42]))) { Text = "日" },
        ["KOI8-R"] = new(Originals.Wrapped(Originals.Charset("koi8-r", [0xF0, 0xD2, 0xC9]))) { Text = "При" },
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mail_of_this_shape_comes_out_as_it_was_signed(string name)
    {
        var shape = Shapes[name];
        var office = await offices.WithAsync(shape.Tunnel);
        var recipient = $"{Guid.NewGuid():N}@example.org";
        var mail = await office.WrapAsync(shape.Entity, shape.Sign, shape.Encrypt, shape.Recipient);

        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await office.Portal.AcceptAsync(mail, recipient)));

        using var message = Assert.Single(await office.Portal.ReadAsync(recipient));
        Assert.Equal(shape.Entity, await BytesAsync(message.OpenStored()));
        Assert.Equal(shape.Entity[(int)message.Outline.MessageStart..], await BytesAsync(message.OpenOriginal()));
        Assert.Equal("alice@example.com", AddressList.Parse(message.Outline.Header("From"))[0].Address);
        if (shape.Text is { } text)
        {
            await using var stored = message.OpenStored();
            Assert.Equal(text, (await PartContent.ReadTextAsync(stored, BodySelection.Of(message.Outline).Text!, 1000, default)).TrimEnd());
        }
    }

    private static async Task<byte[]> BytesAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await using (stream)
        {
            await stream.CopyToAsync(copy);
        }

        return copy.ToArray();
    }
}

/// <summary>A portal for each kind of tunnel key.</summary>
public sealed class Offices : IAsyncLifetime
{
    private readonly Dictionary<string, Office> _offices = [];

    public Task InitializeAsync() => Task.CompletedTask;

    internal async Task<Office> WithAsync(string keyAlgorithm)
    {
        if (!_offices.TryGetValue(keyAlgorithm, out var office))
        {
            _offices[keyAlgorithm] = office = new Office { Settings = [("Tunnel:KeyAlgorithm", keyAlgorithm)] };
            await office.InitializeAsync();
        }

        return office;
    }

    public async Task DisposeAsync()
    {
        foreach (var office in _offices.Values)
        {
            await office.DisposeAsync();
        }
    }
}
