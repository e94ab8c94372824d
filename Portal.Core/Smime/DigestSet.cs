using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>The digests of the signed content, computed while it streams by.</summary>
internal sealed class DigestSet : IDisposable
{
    private readonly IncrementalHash[] _hashes;

    public DigestSet(IEnumerable<HashAlgorithmName> names) =>
        _hashes = [.. names.Distinct().Select(IncrementalHash.CreateHash)];

    /// <summary>All that a signer may use.</summary>
    public static IEnumerable<HashAlgorithmName> Allowed =>
        [HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];

    /// <summary>Bytes taken so far.</summary>
    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> content)
    {
        Length += content.Length;
        foreach (var hash in _hashes)
        {
            hash.AppendData(content);
        }
    }

    /// <summary>The digest, null where it was not announced before the content.</summary>
    public byte[]? Of(HashAlgorithmName name) =>
        _hashes.FirstOrDefault(h => h.AlgorithmName == name)?.GetCurrentHash();

    public void Dispose()
    {
        foreach (var hash in _hashes)
        {
            hash.Dispose();
        }
    }
}
