using Atelier.Core.Errors;
using Atelier.Core.Text;

namespace Atelier.Core.Requests;

/// <summary>Collects what is wrong with a request: one entry a field, the first that was found, for at most 100 fields.</summary>
public sealed class ErrorList
{
    // A body of a megabyte has room for a hundred thousand wrong fields; nobody reads them.
    private const int Most = 100;

    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Whether more would not be taken, so that a reader can stop.</summary>
    public bool IsFull => _errors.Count == Most;

    public void Add(
        string field,
        string message,
        IReadOnlyList<string>? allowed = null,
        ErrorCode code = ErrorCode.InvalidRequest
    )
    {
        if (!IsFull && _errors.TrueForAll(error => error.Field != field))
        {
            var last = _errors.Count == Most - 1 ? " There may be more; these are the first." : "";
            _errors.Add(new FieldError(field, message + last, allowed) { Code = code });
        }
    }

    /// <summary>Adds that <paramref name="value"/> is not one of the allowed words, with those that look like it.</summary>
    public void AddUnknown(
        string field,
        string value,
        IReadOnlyList<string> allowed,
        ErrorCode code = ErrorCode.InvalidRequest
    )
    {
        var near = NearMatch.Find(value, allowed);
        var hint = near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "";
        Add(
            field,
            $"'{Shorten(value)}' is not a value of {field}: use one of {string.Join(", ", allowed)}.{hint}",
            allowed,
            code
        );
    }

    /// <summary>Throws when anything was added.</summary>
    /// <exception cref="AtelierException">With all fields at once.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new AtelierException(_errors);
        }
    }

    // What a caller sent comes back in the text; a megabyte of it must not.
    private static string Shorten(string value) => value.Length <= 60 ? value : value[..60] + "…";
}
