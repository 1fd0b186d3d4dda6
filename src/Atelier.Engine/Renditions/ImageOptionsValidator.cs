using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Text;
using Atelier.Engine.Finishing;
using Atelier.Imaging.Reading;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Renditions;

/// <summary>Refuses settings of pictures that cannot work, and names the key to change.</summary>
internal sealed partial class ImageOptionsValidator : IValidateOptions<ImageOptions>
{
    private const int MostCharacters = 60;
    private const int MostDays = 36_500;

    private static readonly string[] Known = ["Width", "Height", "Fit", "Format", "Quality"];

    public ValidateOptionsResult Validate(string? name, ImageOptions options)
    {
        var errors = new ErrorList();
        CheckReading(options.Reading, errors);
        CheckMark(options.Watermark.Text, errors);
        if (options.Cache.MaxBytes < 0)
        {
            errors.Add("Images:Cache:MaxBytes", "Images:Cache:MaxBytes must be 0 or more; 0 keeps nothing.");
        }

        CheckKeep(options.Keep, errors);
        foreach (var (preset, settings) in options.Presets)
        {
            CheckPreset(preset, settings, errors);
        }

        return errors.Errors.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(errors.Errors.Select(error => error.Message));
    }

    private static void CheckReading(PictureReaderOptions reading, ErrorList errors)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(reading, new ValidationContext(reading), results, validateAllProperties: true);
        foreach (var member in results.SelectMany(result => result.MemberNames))
        {
            var range = typeof(PictureReaderOptions).GetProperty(member)!.GetCustomAttribute<RangeAttribute>()!;
            errors.Add(
                $"Images:Reading:{member}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Images:Reading:{member} must be {range.Minimum} to {range.Maximum}."
                )
            );
        }
    }

    private static void CheckKeep(ImageOptions.KeepOptions keep, ErrorList errors)
    {
        if (keep.OriginalDays is < 1 or > MostDays)
        {
            errors.Add("Images:Keep:OriginalDays", $"Images:Keep:OriginalDays must be 1 to {MostDays}.");
        }

        if (keep.ThumbnailDays < keep.OriginalDays || keep.ThumbnailDays > MostDays)
        {
            errors.Add(
                "Images:Keep:ThumbnailDays",
                $"Images:Keep:ThumbnailDays must not be less than Images:Keep:OriginalDays, and at most {MostDays}."
            );
        }
    }

    private static void CheckMark(string text, ErrorList errors)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (length > MostCharacters || string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl))
        {
            errors.Add(
                "Images:Watermark:Text",
                $"Images:Watermark:Text must be one line of 1 to {MostCharacters} characters."
            );
        }
    }

    private static void CheckPreset(string preset, Dictionary<string, string?> settings, ErrorList errors)
    {
        var fields = WishFields.Setting(preset);
        if (!Name().IsMatch(preset))
        {
            errors.Add(
                fields.Preset,
                $"{fields.Preset}: the name of a preset has 1 to 40 letters a to z, digits, - and _."
            );
        }

        foreach (var key in settings.Keys.Where(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            var near = NearMatch.Find(key, Known);
            var hint = near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "";
            errors.Add(
                $"{fields.Preset}:{key}",
                $"{fields.Preset}:{key} is no setting of a preset: use {string.Join(", ", Known)}.{hint}"
            );
        }

        WishReader.Read(Rendition.Original, PresetBook.Draft(settings), fields, errors, out var said);
        if (!said)
        {
            errors.Add(fields.Preset, $"{fields.Preset} says nothing: set at least one of {string.Join(", ", Known)}.");
        }
    }

    [GeneratedRegex("^[a-z0-9_-]{1,40}$")]
    private static partial Regex Name();
}
