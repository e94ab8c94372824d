using System.Net;
using System.Net.Sockets;

namespace Portal.SignIn;

/// <summary>The network that an address belongs to, in the grain in which people know theirs again and nobody is found by it.</summary>
internal static class NetworkName
{
    private const int Kept4 = 24;
    private const int Kept6 = 48;

    /// <returns>Such as <c>192.0.2.0/24</c> or <c>2001:db8:1::/48</c>; empty without an address.</returns>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bits = plain.AddressFamily == AddressFamily.InterNetwork ? Kept4 : Kept6;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
