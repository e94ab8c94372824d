using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Sealing;

namespace Portal.Core.Messages.Retention;

/// <summary>
/// Who held a message and why, as it stands in the message's chain: sealed once more, because senders get the chain and are told neither. Text:
/// <c>id (32 hexadecimal digits) . base64 of a vault box</c> with the purpose <c>order</c>.
/// </summary>
public static class OrderBox
{
    private const string Purpose = "order";

    internal static string Seal(VaultPublicKey vault, OperatorOrder order)
    {
        var id = Guid.NewGuid();
        var json = JsonSerializer.SerializeToUtf8Bytes(new Order(order.By, order.Reason), OrderJson.Default.Order);
        return $"{id:N}.{Convert.ToBase64String(VaultBox.Seal(vault, Purpose, id, json))}";
    }

    /// <summary>The operator's name and reason; empty where the text is none, or was damaged.</summary>
    public static (string By, string Reason) Open(VaultKey vault, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('.');
        var box = new byte[text.Length];
        if (parts.Length != 2 || !Guid.TryParseExact(parts[0], "N", out var id) || !Convert.TryFromBase64String(parts[1], box, out var length))
        {
            return ("", "");
        }

        try
        {
            var order = JsonSerializer.Deserialize(VaultBox.Open(vault, Purpose, id, box.AsSpan(0, length)), OrderJson.Default.Order);
            return (order?.By ?? "", order?.Reason ?? "");
        }
        catch (Exception error) when (error is SealingException or JsonException)
        {
            return ("", "");
        }
    }
}

/// <summary>What is sealed.</summary>
internal sealed record Order(string By, string Reason);

[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
