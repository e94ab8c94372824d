using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>LabeledExtract and LabeledExpand over HKDF-SHA-256 (RFC 9180 §4).</summary>
internal static class LabeledHkdf
{
    public const int HashSize = 32;

    private const int StackLimit = 512;

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    public static void Extract(
        ReadOnlySpan<byte> salt, ReadOnlySpan<byte> suite, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        var size = Version.Length + suite.Length + label.Length + ikm.Length;
        var labeled = size <= StackLimit ? stackalloc byte[size] : new byte[size];
        Join(labeled, Version, suite, label, ikm);
        HKDF.Extract(HashAlgorithmName.SHA256, labeled, salt, prk);
        CryptographicOperations.ZeroMemory(labeled);
    }

    public static void Expand(
        ReadOnlySpan<byte> prk, ReadOnlySpan<byte> suite, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        var size = sizeof(ushort) + Version.Length + suite.Length + label.Length + info.Length;
        var labeled = size <= StackLimit ? stackalloc byte[size] : new byte[size];
        BinaryPrimitives.WriteUInt16BigEndian(labeled, checked((ushort)output.Length));
        Join(labeled[sizeof(ushort)..], Version, suite, label, info);
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, labeled);
    }

    private static void Join(
        Span<byte> destination, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d)
    {
        a.CopyTo(destination);
        b.CopyTo(destination[a.Length..]);
        c.CopyTo(destination[(a.Length + b.Length)..]);
        d.CopyTo(destination[(a.Length + b.Length + c.Length)..]);
    }
}
