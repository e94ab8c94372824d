using System.Text;
using Portal.Core.Keys;

namespace Portal.Core.Messages;

/// <summary>The name under which an address is remembered when its mailbox is gone.</summary>
internal static class DeletedAddress
{
    /// <summary>32 bytes that say nothing to who has the database without the pepper.</summary>
    public static byte[] Hash(ServerPepper pepper, string tenant, string address) =>
        pepper.Hash(Encoding.UTF8.GetBytes($"{tenant}\0{address}"), "deleted-address");
}
