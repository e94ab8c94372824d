using System.Globalization;
using Portal.Core.Tenants;
using Portal.Pages.Theme;
using Portal.SignIn;

namespace Portal.Pages;

/// <summary>What the frame around every page shows: the tenant, its theme, the reader, the languages.</summary>
internal sealed class Site(TenantCatalog tenants, ThemeFolder theme, CurrentReader reader, TimeProvider time)
{
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(10);

    /// <summary>What the tenant decided.</summary>
    public TenantOptions Tenant => tenants[reader.Session?.Tenant ?? TenantCatalog.Default];

    /// <summary>The files of the tenant's theme.</summary>
    public ThemeFolder Theme => theme;

    /// <summary>Who is signed in.</summary>
    public CurrentReader Reader => reader;

    /// <summary>When the session ends in any case, where that is near; else null.</summary>
    public DateTimeOffset? EndsSoon => reader.Session is { } session && session.EndsAt - time.GetUtcNow() <= Near ? session.EndsAt : null;

    /// <summary>The page's language, as HTML names it.</summary>
    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The languages that the page can be changed to.</summary>
    public IEnumerable<CultureInfo> OtherLanguages => Languages.All.Where(other => other.TwoLetterISOLanguageName != Language);
}
