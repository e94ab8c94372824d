using System.Security.Cryptography;

namespace Portal.Core.Keys;

/// <summary>
/// 128 random bits that a person keeps on paper. Written as 28 characters in groups of four; <see cref="RecoveryCodeText"/> says how.
/// <c>ToString</c> never gives it away. Zeros once disposed.
/// </summary>
public sealed class RecoveryCode : IDisposable
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 16;

    private readonly SecretBytes _bytes;

    internal RecoveryCode(ReadOnlySpan<byte> bytes) => _bytes = new SecretBytes(bytes);

    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>A new one.</summary>
    public static RecoveryCode Create()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        var code = new RecoveryCode(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return code;
    }

    /// <summary>Reads what a person typed: case, spaces and hyphens don't matter, O is 0, I and L are 1.</summary>
    /// <param name="typed">At most some hundred characters; longer ones are too long.</param>
    public static RecoveryCodeReading Read(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return RecoveryCodeText.Read(typed);
    }

    /// <summary>For the one page or sheet that shows it.</summary>
    public string ToText() => RecoveryCodeText.Write(Bytes);

    /// <summary>No part of the code.</summary>
    public override string ToString() => nameof(RecoveryCode);

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
