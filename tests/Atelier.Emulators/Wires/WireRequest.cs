using System.Text.Json;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires;

/// <summary>A request that was read whole, with the state it acts on.</summary>
internal sealed class WireRequest
{
    public required WireRun Run { get; init; }

    public required EmulatorOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The wire's id.</summary>
    public required string Wire { get; init; }

    /// <summary>Of the wire, without a slash at the end.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Also the id of the work where a wire has no tasks.</summary>
    public required string Id { get; init; }

    public required int Call { get; init; }

    public required string Operation { get; init; }

    /// <summary>From the path.</summary>
    public required string Target { get; init; }

    public required HttpRequest Http { get; init; }

    public required byte[] Body { get; init; }

    public required IReadOnlyList<BodyPart> Parts { get; init; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public void Violate(string field, string message) =>
        Run.Violations.Add(new Violation(Call, Operation, field, message));

    public void Violate(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            Violate(problem.Field, problem.Message);
        }
    }

    /// <summary>Paints a picture and remembers its hash.</summary>
    public byte[] Paint(string job, string part, int width, int height, bool transparent)
    {
        (width, height) = EmulatedPicture.Fit(width, height, Options.LongestEdge);
        var file =
            Options.Painter?.Paint(Wire, width, height) ?? EmulatedPicture.Paint(job, part, width, height, transparent);
        Remember(job, part, file, width, height);
        return file;
    }

    public void Remember(string job, string part, byte[] file, int width, int height) =>
        Run.Pictures.Add(new SentPicture(job, part, Hex.Sha256(file), width, height));

    /// <summary>The JSON object of the body; null, with a problem, when there is none.</summary>
    public FieldCheck? Json(List<Problem> problems, bool nullIsAbsent)
    {
        if (!Http.HasJsonContentType())
        {
            problems.Add(new Problem("", $"Unsupported content type: '{Http.ContentType}'. Send application/json."));
            return null;
        }

        if (JsonText.ReadObject(Body, out var reason) is JsonElement json)
        {
            return new FieldCheck(json, problems, nullIsAbsent);
        }

        problems.Add(new Problem("", reason));
        return null;
    }
}
