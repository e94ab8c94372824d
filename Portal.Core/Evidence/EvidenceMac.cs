using System.Buffers.Binary;
using Portal.Core.Keys;

namespace Portal.Core.Evidence;

/// <summary>What binds a link to its place in its chain: nobody without the pepper can make one.</summary>
internal static class EvidenceMac
{
    public static byte[] Of(ServerPepper pepper, Guid messageId, int sequence, ReadOnlySpan<byte> hash)
    {
        Span<byte> place = stackalloc byte[20];
        messageId.TryWriteBytes(place, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(place[16..], sequence);
        return pepper.Hash([.. place, .. hash], "evidence");
    }
}
