using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Resources;

namespace Portal.Pages.Settings;

/// <summary>How somebody signed in, in words.</summary>
internal static class SignInMethodNames
{
    public static string Of(SignInMethods methods, IStringLocalizer<Texts> texts)
    {
        var names = Enum.GetValues<SignInMethods>().Where(method => method != SignInMethods.None && methods.HasFlag(method))
            .Select(method => texts[$"SignInMethod.{method}"].Value).ToList();
        return names.Count > 0 ? string.Join(", ", names) : texts["SignInMethod.None"].Value;
    }
}
