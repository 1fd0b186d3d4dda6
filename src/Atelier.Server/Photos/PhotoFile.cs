using Atelier.Core.Errors;

namespace Atelier.Server.Photos;

/// <summary>Which file of a session is asked for, and what for.</summary>
/// <param name="ImageId">This very picture, as signed addresses say; null takes the session's.</param>
internal sealed record PhotoFile(bool IsInput, bool Download, Guid? ImageId)
{
    public const string Input = "input";
    public const string Output = "output";

    public string Type => IsInput ? Input : Output;

    /// <summary>What the address asks for: <c>type</c>, <c>download</c> and <c>image</c>.</summary>
    /// <exception cref="AtelierException">A parameter has a value that there is not.</exception>
    public static PhotoFile Read(HttpRequest request)
    {
        var errors = new List<FieldError>();
        var input = Choose("type", Output, Input);
        var download = Choose("download", "false", "true");
        Guid? image = null;
        if (request.Query.TryGetValue("image", out var text))
        {
            image = Guid.TryParse(text, out var id) ? id : null;
            if (image is null)
            {
                errors.Add(new FieldError("image", "image must be the id of a picture."));
            }
        }

        return errors.Count == 0 ? new PhotoFile(input, download, image) : throw new AtelierException(errors);

        // Whether it is the second word; the first one holds where nothing is said.
        bool Choose(string name, string first, string second)
        {
            if (!request.Query.TryGetValue(name, out var value) || value == first)
            {
                return false;
            }

            if (value != second)
            {
                errors.Add(new FieldError(name, $"{name} must be {first} or {second}.", [first, second]));
            }

            return true;
        }
    }
}
