using System.Text.Json;

namespace Portal.SignIn.Providers;

/// <summary>Reads single values out of providers' answers: the type must be the one that is meant.</summary>
internal static class JsonText
{
    /// <summary>The text, or null where there is none or something else.</summary>
    public static string? Text(this JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // an escape that is no character
        }
    }

    /// <summary>Whether it is the boolean true.</summary>
    public static bool IsTrue(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
