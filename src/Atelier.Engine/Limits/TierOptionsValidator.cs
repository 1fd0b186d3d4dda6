using Microsoft.Extensions.Options;

namespace Atelier.Engine.Limits;

/// <summary>Names each setting of a tier that is out of its range.</summary>
internal sealed class TierOptionsValidator : IValidateOptions<TierOptions>
{
    private const long MostCredits = 1_000_000_000_000;

    public ValidateOptionsResult Validate(string? name, TierOptions options)
    {
        var errors = new List<string>();
        Check("Free", options.Free);
        Check("Paid", options.Paid);
        Check("Premium", options.Premium);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string tier, TierLimits limits)
        {
            if (limits.DailyPictures < -1)
            {
                errors.Add($"{TierOptions.Section}:{tier}:DailyPictures must be 0 or more, or -1 for no limit.");
            }

            if (limits.Running is < -1 or 0)
            {
                errors.Add($"{TierOptions.Section}:{tier}:Running must be 1 or more, or -1 for no limit.");
            }

            if (limits.MonthlyCredits is < 0 or > MostCredits)
            {
                errors.Add($"{TierOptions.Section}:{tier}:MonthlyCredits must be a number from 0 to {MostCredits}.");
            }
        }
    }
}
