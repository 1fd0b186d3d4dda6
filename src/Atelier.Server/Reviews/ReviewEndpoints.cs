using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Data.Images;
using Atelier.Data.Reviews;
using Atelier.Engine.Renditions;
using Atelier.Engine.Reviews;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Images;
using Atelier.Server.Wire;

namespace Atelier.Server.Reviews;

/// <summary><c>/admin/api/reviews</c>: what waits for a person, and the two buttons.</summary>
internal static class ReviewEndpoints
{
    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api/reviews").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", ListAsync)
            .WithName("ListReviews")
            .WithSummary("Requests and pictures that wait for a person's decision, newest first.")
            .Produces<ReviewPage>();
        group
            .MapPost("/{id:guid}/accept", AcceptAsync)
            .WithName("AcceptReview")
            .WithSummary(
                "Lets a request run as if it were accepted now, or delivers and charges the pictures that wait."
            )
            .Produces<ReviewDecisionView>();
        group
            .MapPost("/{id:guid}/refuse", RefuseAsync)
            .WithName("RefuseReview")
            .WithSummary("Fails the generation with content_policy and releases its credits.")
            .Produces<ReviewDecisionView>();
        group
            .MapGet("/{id:guid}/images/{image:guid}", LookAsync)
            .WithName("GetReviewImage")
            .WithSummary("A picture that waits, by the signed address of the list and the admin scope together.")
            .Produces(200, contentType: "image/webp");
        routes.MapKnownPictures();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        ReviewStore reviews,
        ImageStore images,
        LookSigner signer,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var before = Paging.ReadCursor(cursor, errors);
        var paging = Paging.Read(limit, errors);
        errors.ThrowIfAny();
        var found = await reviews.ListAsync(before, paging.Most + 1, cancellationToken);
        var parked = (
            await images.ParkedOfAsync([.. found.Select(row => row.GenerationId)], cancellationToken)
        ).ToLookup(image => image.GenerationId);
        var (data, more, next) = paging.Cut(
            found,
            row =>
                ReviewView.Of(row, parked[row.GenerationId], image => signer.Sign(context.Request, row.Id, image.Id)),
            view => view.Id.ToString()
        );
        return TypedResults.Json(new ReviewPage(data, more, next), WireJson.Options);
    }

    private static Task<IResult> AcceptAsync(Guid id, CurrentCaller caller, ReviewDesk desk) =>
        DecideAsync(id, ReviewVerdict.Accept, caller, desk);

    private static Task<IResult> RefuseAsync(Guid id, CurrentCaller caller, ReviewDesk desk) =>
        DecideAsync(id, ReviewVerdict.Refuse, caller, desk);

    private static async Task<IResult> DecideAsync(
        Guid id,
        ReviewVerdict verdict,
        CurrentCaller caller,
        ReviewDesk desk
    ) =>
        await desk.DecideAsync(id, verdict, caller.Actor) switch
        {
            null => throw NotFound(),
            { Decided: false } known => throw new AtelierException(
                ErrorCode.NotOpen,
                $"This review has ended already: {known.Outcome}."
            ),
            { } decision => TypedResults.Json(ReviewDecisionView.Of(id, decision), WireJson.Options),
        };

    private static async Task<IResult> LookAsync(
        Guid id,
        Guid image,
        HttpContext context,
        ReviewStore reviews,
        ImageStore images,
        ImageAccess access,
        LookSigner signer,
        CancellationToken cancellationToken
    )
    {
        if (!signer.Check(context.Request, id, image))
        {
            throw new AtelierException(
                ErrorCode.Forbidden,
                "The address was altered or is too old; ask the list for a new one."
            );
        }

        var review = await reviews.FindAsync(id, cancellationToken) ?? throw NotFound();
        var parked = await images.FindParkedAsync(image, cancellationToken);
        if (parked?.GenerationId != review.GenerationId)
        {
            throw NotFound();
        }

        var picture = await access.OpenAsync(parked, Rendition.Optimized, cancellationToken);
        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers.ContentSecurityPolicy = PictureResult.Sandbox;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return TypedResults.Stream(picture.Stream, picture.Format.MediaType());
    }

    private static AtelierException NotFound() => new(ErrorCode.NotFound, "Nothing of this id waits for a decision.");
}
