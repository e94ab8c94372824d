using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;
using Portal.Core;

namespace Portal.Security;

/// <summary>Limits by network address; a network of IPv6 (/64) counts as one, since one customer has a whole one.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> limits) : IConfigureOptions<RateLimiterOptions>
{
    public const string SignIn = "sign-in";
    public const string Register = "register";
    public const string Notice = "notice";
    public const string MailCode = "mail-code";
    public const string Forgotten = "forgotten";
    public const string Check = "check";

    private const int Segments = 6;

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration("Portal:RateLimits").ValidateDataAnnotations()
            .Validate(
                limits => limits.TrustedProxies.All(network => IPNetwork.TryParse(network, out _)),
                "Portal:RateLimits:TrustedProxies takes networks such as 10.0.0.0/8 or 192.0.2.1/32.")
            .ValidateOnStart();
        services.AddSingleton(new KnownSettings("Portal:RateLimits", typeof(RateLimitOptions), nameof(RateLimitOptions.TrustedProxies)));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<RateLimitOptions>>((forwarded, limits) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            limits.Value.TrustedProxies.ToList().ForEach(network => forwarded.KnownIPNetworks.Add(IPNetwork.Parse(network)));
        });
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RateLimits>();
    }

    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = static (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(SignIn, context => Posts(context, limits.Value.SignIns));
        options.AddPolicy(Register, context => Posts(context, limits.Value.Registrations));
        options.AddPolicy(MailCode, context => Posts(context, limits.Value.MailCodes));
        options.AddPolicy(Forgotten, context => Posts(context, limits.Value.Resets));
        options.AddPolicy(Check, context => Posts(context, limits.Value.Checks));
        options.AddPolicy(Notice, context => All(context, limits.Value.Notices));
    }

    // Without a list of networks the framework would believe everybody.
    public static void UseTrustedProxies(WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    internal static IPAddress Source(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static RateLimitPartition<IPAddress> Posts(HttpContext context, int perMinute) =>
        HttpMethods.IsPost(context.Request.Method)
            ? All(context, perMinute)
            : RateLimitPartition.GetNoLimiter(IPAddress.Any);

    private static RateLimitPartition<IPAddress> All(HttpContext context, int perMinute) =>
        RateLimitPartition.GetSlidingWindowLimiter(Source(context.Connection.RemoteIpAddress), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = Segments,
        });
}
