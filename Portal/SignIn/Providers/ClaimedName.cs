using System.Text.Json;
using Portal.Pages.Register;

namespace Portal.SignIn.Providers;

/// <summary>How a person is called, out of what a provider claims: only a name that shows what it is, else the address.</summary>
internal static class ClaimedName
{
    private const int Longest = 100;

    /// <param name="claims">The checked claims.</param>
    /// <param name="user">Apple's JSON with the name, which nobody has signed; it serves for this alone.</param>
    /// <param name="otherwise">What to take where there is no such name.</param>
    public static string Of(JsonElement claims, string? user, string otherwise)
    {
        string?[] names = [claims.Text("name"), Joined(claims, "given_name", "family_name"), OfUser(user)];
        return names.Select(name => name?.Trim()).FirstOrDefault(IsName) ?? otherwise[..Math.Min(otherwise.Length, Longest)];
    }

    private static bool IsName(string? name) => name is { Length: > 0 and <= Longest } && PersonName.IsPlain(name);

    private static string? OfUser(string? user)
    {
        try
        {
            return user is not null && ProviderHttp.Read(System.Text.Encoding.UTF8.GetBytes(user)) is var json
                && json.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.Object
                    ? Joined(name, "firstName", "lastName")
                    : null;
        }
        catch (ExternalSignInException)
        {
            return null;
        }
    }

    private static string Joined(JsonElement json, string first, string last) => $"{json.Text(first)} {json.Text(last)}".Trim();
}
