using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Options;
using Portal.Core.Tenants;

namespace Portal.Core;

/// <summary>Tells where a bad setting was read, so that nobody has to search three places for it.</summary>
internal static partial class SettingsSource
{
    /// <summary>Rewrites what the framework says of a property into key, value and reason; other texts stay as they are.</summary>
    public static string NameKey(string text, OptionsValidationException failure, IConfiguration? settings)
    {
        if (AnnotationFailure().Match(text) is not { Success: true } match)
        {
            return text;
        }

        var section = failure.OptionsType == typeof(TenantOptions)
            ? $"Tenants:{failure.OptionsName}"
            : failure.OptionsType.Name.Replace("Options", "", StringComparison.Ordinal);
        var key = $"{section}:{match.Groups[1].Value}";
        return $"{key} is '{settings?[key]}': {match.Groups[2].Value}";
    }

    /// <summary>Adds to a text where the key that it names was read; a key that stands nowhere is a default.</summary>
    public static string Append(string text, IConfiguration? settings)
    {
        if (settings is not IConfigurationRoot root)
        {
            return text;
        }

        var origin = Key().Matches(text)
            .Select(match => root.Providers.LastOrDefault(provider => provider.TryGet(match.Value, out _)))
            .FirstOrDefault(provider => provider is not null);
        return origin is null ? text : $"{text.TrimEnd()} (read from {Describe(origin)})";
    }

    private static string Describe(IConfigurationProvider provider) => provider switch
    {
        FileConfigurationProvider { Source: { FileProvider: { } files, Path: { } path } } =>
            files.GetFileInfo(path).PhysicalPath ?? path,
        EnvironmentVariablesConfigurationProvider => "the environment",
        CommandLineConfigurationProvider => "the command line",
        _ => provider.ToString() ?? provider.GetType().Name,
    };

    [GeneratedRegex(@"^DataAnnotation validation failed for '\w+' members: '(\w+)' with the error: '(.*)'\.$", RegexOptions.Singleline)]
    private static partial Regex AnnotationFailure();

    [GeneratedRegex(@"\b[A-Z]\w*(?::\w+)+")]
    private static partial Regex Key();
}
