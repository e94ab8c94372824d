using System.Text;
using Portal.Core.Keys;

namespace Portal.Core.Accounts;

/// <summary>The name under which a sender's messages are found: it says nothing to who has the database without the pepper.</summary>
internal static class SenderHash
{
    /// <summary>32 bytes.</summary>
    public static byte[] Of(ServerPepper pepper, string tenant, string address) =>
        pepper.Hash(Encoding.UTF8.GetBytes($"{tenant}\0{address.ToLowerInvariant()}"), "sender");
}
