using Microsoft.Extensions.Options;

namespace Portal.Core.Outbox.Sms;

/// <summary>Checks at start what whoever queues SMS needs: countries and limits. Each fault names the key, its value and what to do.</summary>
internal sealed class SmsOptionsCheck : IValidateOptions<SmsOptions>
{
    private const int Most = 1_000_000;

    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        List<string> faults = [.. Limits(options).Concat(Countries(options)).OfType<string>()];
        if (!Enum.IsDefined(options.Provider))
        {
            faults.Add($"Sms:Provider is '{options.Provider}': set None, Twilio, Http or Mail.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string?> Limits(SmsOptions options)
    {
        yield return Limit(nameof(options.MaxPerNumberPerHour), options.MaxPerNumberPerHour);
        yield return Limit(nameof(options.MaxPerNumberPerDay), options.MaxPerNumberPerDay);
        yield return Limit(nameof(options.MaxPerAccountPerDay), options.MaxPerAccountPerDay);
        yield return Limit(nameof(options.MaxPerAddressPerDay), options.MaxPerAddressPerDay);
        yield return Limit(nameof(options.MaxPerCountryPerDay), options.MaxPerCountryPerDay);
        yield return Limit(nameof(options.MaxPerDay), options.MaxPerDay);
        yield return options.KeepDays is < 1 or > 3650 ? $"Sms:KeepDays is '{options.KeepDays}': set a number of days from 1 to 3650." : null;
        yield return options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(2)
            ? $"Sms:Timeout is '{options.Timeout}': set a time from 00:00:01 to 00:02:00." : null;
    }

    private static string? Limit(string key, int value) => value is < 1 or > Most
        ? $"Sms:{key} is '{value}': set a number from 1 to {Most}; no SMS at all is Sms:Provider None." : null;

    private static IEnumerable<string?> Countries(SmsOptions options)
    {
        if (options.Provider != SmsProvider.None && options.Countries.Count == 0)
        {
            yield return $"Sms:Countries is empty but Sms:Provider is '{options.Provider}': name the countries that SMS may go to, one an entry "
                + "(Sms:Countries:0=CH), or * for the whole world.";
        }

        for (var i = 0; i < options.Countries.Count; i++)
        {
            var country = options.Countries[i];
            yield return country == SmsOptions.AllCountries || CallingCodes.Knows(country.ToUpperInvariant())
                ? null : $"Sms:Countries:{i} is '{country}': set the two letters of a country that has a calling code of its own, such as CH (US is Canada's too), or *.";
        }
    }
}
