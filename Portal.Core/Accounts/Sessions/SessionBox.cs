using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Sessions;

/// <summary>
/// Seals a session's content: <c>version (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16)</c>, AES-256-GCM under the key derived from the
/// secret. What the row says of account and times is authenticated with it, so a row can be neither moved nor prolonged.
/// </summary>
internal static class SessionBox
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    /// <summary>Writes the key that a cookie's secret derives for its row.</summary>
    public delegate void KeyOf(Span<byte> key);

    public static byte[] Seal(SessionContent content, SessionSecret secret, Session row) =>
        Seal(JsonSerializer.SerializeToUtf8Bytes(content, SessionJson.Default.SessionContent), secret.DeriveKey, row);

    /// <summary>Seals the bytes, and zeroes them.</summary>
    public static byte[] Seal(byte[] plain, KeyOf secret, Session row)
    {
        var box = new byte[plain.Length + Overhead];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = Cipher(secret);
        cipher.Encrypt(nonce, plain, box.AsSpan(1 + NonceSize, plain.Length), box.AsSpan(box.Length - TagSize), Bound(row));
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <summary>Null where the row is not what was sealed with this secret.</summary>
    public static SessionContent? Open(SessionSecret secret, Session row) => Open(secret.DeriveKey, row, SessionJson.Default.SessionContent);

    /// <summary>Null where the row is not what was sealed with this secret.</summary>
    public static T? Open<T>(KeyOf secret, Session row, JsonTypeInfo<T> type)
        where T : class
    {
        var box = row.Content;
        if (box.Length < Overhead || box[0] != Version)
        {
            return null;
        }

        var plain = new byte[box.Length - Overhead];
        try
        {
            using var cipher = Cipher(secret);
            cipher.Decrypt(
                box.AsSpan(1, NonceSize), box.AsSpan(1 + NonceSize, plain.Length), box.AsSpan(box.Length - TagSize), plain, Bound(row));
            return JsonSerializer.Deserialize(plain, type);
        }
        catch (Exception error) when (error is AuthenticationTagMismatchException or JsonException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static AesGcm Cipher(KeyOf secret)
    {
        Span<byte> key = stackalloc byte[32];
        secret(key);
        var cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    private static byte[] Bound(Session row)
    {
        var bound = new byte[1 + 32 + 16 + 8 + 8];
        bound[0] = Version;
        row.Id.CopyTo(bound.AsSpan(1));
        row.AccountId.TryWriteBytes(bound.AsSpan(33));
        BinaryPrimitives.WriteInt64BigEndian(bound.AsSpan(49), row.CreatedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(bound.AsSpan(57), row.ExpiresAt.ToUnixTimeMilliseconds());
        return bound;
    }
}
