package page

import "evidencestore/web/params"

// A Recipe says how code gets into a page of one system.
type Recipe struct {
	Fit   string // whether the way works there, in a few words
	Steps []string
	Note  string // or ""
}

var systemNames = map[params.System]string{
	params.SharePoint: "SharePoint Online", params.WordPress: "WordPress", params.Drupal: "Drupal or LocalGov Drupal",
	params.Umbraco: "Umbraco", params.HTML: "Plain HTML",
}

var wayNames = map[params.Way]string{
	params.Component: "Web component", params.Iframe: "Frame (iframe)", params.AutoFrame: "Frame that grows with its content",
	params.Form: "Form without script", params.DeepLink: "Link",
}

const (
	fits      = "Yes"
	needsHelp = "With help of an administrator"
	fitsNot   = "No"
)

// recipe is how a way works in a system. HOST stands for the name of the store's host.
func recipe(system params.System, way params.Way) Recipe {
	if r, ok := recipes[system][way]; ok {
		return r
	}
	return recipes[system][""] // of all ways that need their code in the page
}

var recipes = map[params.System]map[params.Way]Recipe{
	params.SharePoint: {
		params.Iframe: {
			needsHelp, []string{
				"Ask a site collection administrator to open Site settings, then “HTML Field Security” under Site Collection Administration, and to add HOST to the domains whose iframes contributors may insert.",
				"Edit the page and add the web part “Embed”.",
				"Paste the code below into the box for the website address or embed code.",
				"Publish the page and look at it as a colleague who has no rights to edit it.",
			}, "The Embed web part takes frames from addresses that begin with https only.",
		},
		params.DeepLink: {fits, []string{
			"Edit the page and add the web part “Quick links”, or select words in a text web part and choose “Insert link”.",
			"Use the address in the code below: what stands between the quotation marks after href.",
			"Publish the page.",
		}, ""},
		params.Component: {
			needsHelp, []string{
				"Modern pages have no place for a script of your own. Ask a developer to build a SharePoint Framework web part that writes the code below into its element.",
				"Ask the SharePoint administrator to add the package to the app catalogue.",
				"Ask the SharePoint administrator to add the store to the trusted script sources, since SharePoint Online enforces a content security policy: Add-SPOContentSecurityPolicy -Source followed by the address of the store.",
				"Edit the page and add the new web part.",
			}, "Where that is too much, use the frame or the link.",
		},
		params.AutoFrame: {fitsNot, []string{"The Embed web part takes a frame but no script beside it. Choose the frame of fixed height: it scrolls, by keyboard too."}, ""},
		params.Form:      {fitsNot, []string{"Text web parts remove forms. Choose the frame or the link."}, ""},
	},
	params.WordPress: {
		"": {
			needsHelp, []string{
				"Edit the page, add the block “Custom HTML”, and paste the code below.",
				"Save, and look at the page. WordPress removes frames, scripts and forms that are saved by people without the capability unfiltered_html. On a single site administrators and editors have it; in a network of sites only super administrators do.",
				"If the code was removed, ask somebody with that capability to save the page.",
			}, "Some sites switch the capability off for everybody (DISALLOW_UNFILTERED_HTML). Then use the link.",
		},
		params.DeepLink: {fits, []string{"Edit the page and add the block “Buttons”, or select words and choose “Link”.", "Use the address in the code below: what stands between the quotation marks after href.", "Save the page."}, ""},
	},
	params.Drupal: {
		"": {
			needsHelp, []string{
				"Ask an administrator which text format you may use that does not have the filter “Limit allowed HTML tags and correct faulty HTML”, such as Full HTML. Formats with that filter remove what is not on their list.",
				"Add a content block, or edit the page, choose that format, switch to “Source” in the editor, and paste the code below.",
				"In LocalGov Drupal, use a field or paragraph whose text format allows it; formats are kept under Configuration, “Text formats and editors”.",
				"Save, and look at the page. If parts are missing, ask a developer to put the code into a Twig template of the theme, with the script as a library of the theme.",
			}, "Give such a format to few people only: whoever may use it can put any script on the page.",
		},
		params.DeepLink: {fits, []string{"Edit the page, select words and choose “Link”.", "Use the address in the code below: what stands between the quotation marks after href.", "Save the page."}, ""},
	},
	params.Umbraco: {
		"": {
			needsHelp, []string{
				"The rich text editor keeps only the elements that it is set up for, so do not paste the code there.",
				"Ask a developer to put the code into a partial view, and to offer it to editors as a block (block list, block grid, or a block in the rich text editor). In Umbraco 13 and older a macro does the same; Umbraco 14 has no macros.",
				"Edit the page, add the block, and publish.",
			}, "",
		},
		params.DeepLink: {fits, []string{"Edit the page, select words in the rich text editor and insert a link.", "Use the address in the code below: what stands between the quotation marks after href.", "Publish the page."}, ""},
	},
	params.HTML: {
		"":              {fits, []string{"Paste the code below where the search is to stand.", "If the site sends a content security policy, add the lines for IT below to it."}, ""},
		params.DeepLink: {fits, []string{"Paste the code below where the link is to stand."}, ""},
	},
}
