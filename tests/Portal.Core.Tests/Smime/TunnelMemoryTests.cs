using System.IO.Pipelines;
using System.Security.Cryptography;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "alone, for what is allocated elsewhere would count";
}

[Collection(AloneTests.Name)]
public sealed class TunnelMemoryTests
{
    private const long Size = 100_000_000;

    [Theory]
    [InlineData(TunnelEncryption.Aes256Cbc, false)]
    [InlineData(TunnelEncryption.Aes256Gcm, true)]
    public async Task A_mail_of_100_MB_goes_both_ways_in_the_memory_of_a_small_one(TunnelEncryption encryption, bool detached)
    {
        using var gateway = TunnelKey.Create(TunnelKeyAlgorithm.P256, "gateway", TimeProvider.System);
        using var portal = TunnelKey.Create(TunnelKeyAlgorithm.P256, "portal", TimeProvider.System);
        var options = new TunnelWriterOptions { Signer = gateway, Recipients = [portal.Certificate], Encryption = encryption, Detached = detached };
        var reader = new TunnelReader([portal], [new TrustedSigner("gateway", gateway.Certificate)], TimeProvider.System);
        await Pass(options, reader, 100_000);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var opened = await Pass(options, reader, Size);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(Size, opened.Length);
        Assert.InRange(allocated, 0, 8_000_000);
    }

    private static async Task<TunnelResult.Opened> Pass(TunnelWriterOptions options, TunnelReader reader, long size)
    {
        var pipe = new Pipe();
        var mail = new TunnelMail
        {
            ContentType = TunnelWriter.ContentType(options),
            ContentTransferEncoding = TunnelWriter.ContentTransferEncoding,
            Body = pipe.Reader.AsStream(),
        };
        var writing = Task.Run(async () =>
        {
            await using var destination = pipe.Writer.AsStream();
            await new TunnelWriter(TimeProvider.System).WriteAsync(new Lines(size), destination, options, default);
        });
        using var hash = SHA256.Create();
        await using var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write);
        var opened = Assert.IsType<TunnelResult.Opened>(await reader.OpenAsync(mail, sink, default));
        await writing;
        await sink.FlushFinalBlockAsync();
        Assert.Equal(opened.ContentDigest, hash.Hash);
        return opened;
    }
}
