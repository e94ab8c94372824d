using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.WebEncoders;
using Portal.Core;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Html;
using Portal.Hosting;
using Portal.Pages;
using Portal.Pages.Compose;
using Portal.Pages.Health;
using Portal.Pages.Language;
using Portal.Pages.Messages;
using Portal.Pages.Sent;
using Portal.Pages.Settings.Factors;
using Portal.Pages.SignIn.External;
using Portal.Pages.SignOut;
using Portal.Pages.Theme;
using Portal.Security;
using Portal.SignIn;
using Portal.SignIn.Passkeys;
using Portal.SignIn.Providers;

namespace Portal;

/// <summary>The web door: everything between a browser and Core.</summary>
internal static class WebDoor
{
    // No form here comes near it; what is larger is not even read: strangers may send forms, and forms are kept in memory.
    private const int LargestForm = 256 * 1024;

    /// <summary>Registers what the pages need. Core's reading side is registered beside it.</summary>
    public static void AddWebDoor(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        AddQuietLogging(builder.Logging);
        services.Configure<KestrelServerOptions>(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, LargestForm));
        services.AddSingleton<ThemeFolder>();
        services.AddSingleton<IStartCheck, ThemeFolder.StartCheck>();
        services.AddScoped<Site>();
        services.AddScoped(ReaderZone.Of);
        services.AddScoped<When>();
        services.AddSingleton<HtmlSanitiser>();
        services.AddScoped<ComposeOffers>();
        services.AddScoped<MessageReceipts>();
        services.AddScoped<Quotation>();
        services.AddScoped<ComposeDesk>();
        services.AddScoped<GiveBack>();
        services.AddScoped<ComposeFiles>();
        services.AddSingleton<ErrorLog>();
        services.AddSingleton<Readiness>();
        AddSignIn(services);
        AddSecurity(services);
        AddPages(services);
    }

    /// <summary>The middleware in its order, and the routes.</summary>
    public static void UseWebDoor(this WebApplication app)
    {
        app.UseMiddleware<ResponseHeaders>();
        app.UseMiddleware<HostCheck>();
        RateLimits.UseTrustedProxies(app);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            SuppressDiagnosticsCallback = static _ => true, // ErrorLog writes it, without what must not be written
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseAuthorization();
        app.UseMiddleware<SetUpGate>();

        // Behind the authorisation: a form that outlived its session leads to the sign-in page, not to an error.
        app.UseMiddleware<CrossSiteCheck>();
        MapRoutes(app);
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapRazorPages();
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (CurrentReader reader) =>
            Results.LocalRedirect(reader.Session is null ? "/sign-in" : "/messages")).AllowAnonymous();
        ThemeEndpoint.Map(app);
        OwnScript.MapAll(app);
        LanguageChoice.Map(app);
        SignOutEndpoint.Map(app);
        CallbackForm.Map(app);
        MessageEndpoints.Map(app);
        EvidenceEndpoints.Map(app);
        HealthEndpoints.Map(app);
        app.MapFallback("{*path}", () => Results.NotFound()).AllowAnonymous();
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddSingleton<BeginSession>();
        services.AddSingleton<ResumeSession>();
        services.AddSingleton<EndSessions>();
        services.AddHostedService<SweepSessions>();
        services.AddHostedService<FollowUpHourly>();
        services.AddHostedService<TendAccounts>();
        services.AddHostedService<TendResets>();
        services.AddScoped<CurrentReader>();
        services.AddScoped<ReaderSession>();
        services.AddScoped<SignInSteps>();
        services.AddSingleton<KnownPhrase>();
        services.AddScoped<SessionMailboxes>();
        services.AddScoped<OwnerPassword>();
        services.AddScoped<SecondFactorStep>();
        services.AddScoped<FactorSetUp>();
        services.AddScoped<FactorSms>();
        services.AddSingleton<AuthenticatorToken>();
        PasskeyServices.Add(services);
        services.AddSingleton<KnownDevices>();
        ProviderServices.Add(services);
        services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(SessionHandler.SchemeName).RequireAuthenticatedUser().Build());
    }

    private static void AddSecurity(IServiceCollection services)
    {
        DataProtectionKeys.Add(services);
        RateLimits.Add(services);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = CrossSiteCheck.Cookie;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            // People come from a link in their mail program: with Strict they would get a new cookie, and older tabs would break.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.Path = "/";
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddRazorPages(options =>
            {
                AnonymousPages.Allow(options.Conventions);
                ComposePath.Map(options.Conventions);
            })
            .AddMvcOptions(options => options.Filters.Add<OnlyHandledMethods>());
        services.AddLocalization();
        services.AddScoped<SentDesk>();
        services.AddScoped<SentOwner>();
        services.Configure<RequestLocalizationOptions>(LanguageChoice.Configure);
        // Umlauts as they are; the characters that HTML knows are encoded all the same.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    // The framework's request log writes addresses of requests, and one kind of them holds a token.
    private static void AddQuietLogging(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);

        // Each request with a cookie that means nothing would be a line that strangers write.
        logging.AddFilter(typeof(SessionHandler).FullName, LogLevel.Warning);
    }
}
