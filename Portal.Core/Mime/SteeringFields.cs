using System.Text;

namespace Portal.Core.Mime;

/// <summary>The header fields by which a gateway steers the portal; they are removed before storing.</summary>
internal static class SteeringFields
{
    private const string Prefix = "X-Portal-";

    public static bool Contains(string name) =>
        name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-ESWmail-Noreply", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-ESWmail-LFM", StringComparison.OrdinalIgnoreCase);

    public static bool Contains(ReadOnlySpan<byte> name) =>
        name is [(byte)'X' or (byte)'x', ..] && Contains(Encoding.ASCII.GetString(name));
}
