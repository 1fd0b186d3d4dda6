using Microsoft.Extensions.Options;

namespace Atelier.Engine.Limits;

/// <summary>Names each setting of a group that is out of its range.</summary>
internal sealed class OperationLimitOptionsValidator : IValidateOptions<OperationLimitOptions>
{
    // More would have to be counted at each request.
    private const int Most = 100_000;

    private static readonly string[] Tiers = ["free", "paid", "premium"];

    public ValidateOptionsResult Validate(string? name, OperationLimitOptions options)
    {
        var errors = new List<string>();
        Check("Generate", options.Generate);
        Check("Regenerate", options.Regenerate);
        Check("Transform", options.Transform);
        if (options.PresentationsAtOnce is < 0 or > short.MaxValue)
        {
            errors.Add(
                $"{OperationLimitOptions.Section}:PresentationsAtOnce must be 1 to {short.MaxValue}, or 0 for no bound."
            );
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string group, OperationRate rate)
        {
            if (new[] { rate.PerMinute, rate.PerHour, rate.PerDay }.Any(limit => limit is < 0 or > Most))
            {
                errors.Add(
                    $"PerMinute, PerHour and PerDay of {OperationLimitOptions.Section}:{group} must be 1 to {Most}, or 0 for no limit."
                );
            }

            if (OperationLimits.TiersOf(rate).Except(Tiers).Any())
            {
                errors.Add(
                    $"{OperationLimitOptions.Section}:{group}:Tiers must be some of {string.Join(", ", Tiers)}, separated by commas."
                );
            }
        }
    }
}
