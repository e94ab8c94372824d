using System.Security.Cryptography.X509Certificates;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Certificates;

/// <summary>The body of a mail that is encrypted to a person's own certificate, in a blob of its own.</summary>
/// <param name="BlobId">The blob.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="ContentType">The outer mail's Content-Type.</param>
internal sealed record EncryptedMail(Guid BlobId, long Size, string ContentType)
{
    /// <summary>Encrypts, durably; nothing is kept when it fails.</summary>
    public static async Task<EncryptedMail> WriteAsync(BlobFolder blobs, Stream entity, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        await using var draft = blobs.Create();
        var type = await EncryptToCertificate.WriteAsync(entity, draft.Stream, certificate, cancellationToken);
        var (id, size) = (Guid.NewGuid(), draft.Stream.Length);
        await draft.CommitAsync(id, cancellationToken);
        return new EncryptedMail(id, size, type);
    }
}
