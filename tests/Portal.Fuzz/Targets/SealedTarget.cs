using Portal.Core.Keys;
using Portal.Core.Sealing;

namespace Portal.Fuzz.Targets;

/// <summary>Sealed streams, keys and boxes that were changed: refused as documented, and nothing comes out but what was sealed.</summary>
internal sealed class SealedTarget : IFuzzTarget, IDisposable
{
    private static readonly Guid Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly SealingContext Context = new(SealedKind.Message, Id);

    private readonly byte[] _plaintext = [.. Enumerable.Range(0, 150_000).Select(n => (byte)(n * 31 >> 3))];
    private readonly MessageKey _key = MessageKey.Create();
    private readonly MailboxKey _mailbox = MailboxKey.Create();
    private readonly P256KeyPair _ingest = P256KeyPair.Create();
    private readonly VaultKey _vault = new(P256KeyPair.Create());

    public SealedTarget() => Seeds =
    [
        SealedBytes.Seal(_plaintext, _key, Context), SealedBytes.Seal(_plaintext.AsSpan(0, 100), _key, Context), SealedBytes.Seal([], _key, Context),
        SealedMessageKey.Seal(_key, _ingest, _mailbox.PublicKey, Id, Id), SealedMessageKey.Rewrap(_key, _mailbox.SymmetricKey, Id, Id),
        VaultSlot.Create(_mailbox, _vault.Public, Id), VaultBox.Seal(_vault.Public, "fuzz", Id, _plaintext.AsSpan(0, 200)),
    ];

    public string Name => "sealed";

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<byte[]> Words { get; } = [[0x01], [0x01, 0x01], [0x04], new byte[16], new byte[65536]];

    public async Task RunAsync(byte[] input)
    {
        await OpenStreamAsync(input);
        Refused(() => SealedBytes.Open(input, _key, Context), opened => Check(opened));
        Refused(() => SealedMessageKey.Open(input, _mailbox.KeyPair, _ingest.PublicKey, Id, Id), key => Check(key));
        Refused(() => SealedMessageKey.OpenRewrapped(input, _mailbox.SymmetricKey, Id, Id), key => Check(key));
        Refused(() => VaultSlot.Open(input, _vault, Id), slot => CheckEqual(slot.ExportPrivate(), _mailbox.ExportPrivate()));
        Refused(() => VaultBox.Open(_vault, "fuzz", Id, input), opened => CheckEqual(opened, _plaintext[..200]));
    }

    public void Dispose()
    {
        _key.Dispose();
        _mailbox.Dispose();
        _ingest.Dispose();
        _vault.Dispose();
    }

    private async Task OpenStreamAsync(byte[] input)
    {
        using var released = new MemoryStream();
        try
        {
            await using var stream = new OpeningStream(new MemoryStream(input), _key, Context);
            await stream.CopyToAsync(released);
        }
        catch (SealingException)
        {
            // What came out before belongs to whole segments that are right.
        }

        Check(released.ToArray());
    }

    private static void Refused<T>(Func<T> open, Action<T> check)
    {
        T opened;
        try
        {
            opened = open();
        }
        catch (SealingException)
        {
            return;
        }

        check(opened);
    }

    private void Check(MessageKey key) => CheckEqual(key.Bytes.ToArray(), _key.Bytes.ToArray());

    private void Check(byte[] released)
    {
        if (!_plaintext.AsSpan().StartsWith(released))
        {
            throw new FuzzException("Bytes came out that nobody sealed.");
        }
    }

    private static void CheckEqual(byte[] opened, byte[] expected)
    {
        if (!opened.AsSpan().SequenceEqual(expected))
        {
            throw new FuzzException("Another content came out than was sealed.");
        }
    }
}
