using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Images;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Generations;

/// <summary>Choosing another of the pictures that a call brought: they change places, nothing is called and nothing charged.</summary>
internal static class CandidateEndpoints
{
    public static void MapCandidates(this RouteGroupBuilder group) =>
        group
            .MapPost("/{id:guid}/candidates/{image:guid}", ChooseAsync)
            .WithName("ChooseCandidate")
            .WithSummary("Puts a candidate in the place of a delivered picture, which becomes a candidate. Free.")
            .Accepts<ChoiceBody>(isOptional: true, "application/json")
            .Produces<GenerationView>();

    private static async Task<IResult> ChooseAsync(
        Guid id,
        Guid image,
        HttpContext context,
        CurrentCaller caller,
        CandidateStore candidates,
        GenerationReader reader,
        ViewBuilder views,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var body = await JsonBody.ReadIfAnyAsync<ChoiceBody>(context.Request, errors);
        errors.ThrowIfAny();
        var chosen = await candidates.ChooseAsync(caller.AccountId, id, body.Index ?? 0, image, cancellationToken);
        switch (chosen)
        {
            case ChoiceOutcome.NoCandidate:
                throw new AtelierException(ErrorCode.NotFound, "There is no such candidate, or it has expired.");
            case ChoiceOutcome.NoPicture:
                throw new AtelierException([
                    new FieldError(
                        "index",
                        "index must be the place of a delivered picture; candidates replace, they do not add."
                    ),
                ]);
        }

        var detail = await reader.FindAsync(id, caller.AccountId, cancellationToken);
        return TypedResults.Json(views.Build(context.Request, detail!), WireJson.Options);
    }
}
