export interface paths {
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a code of wx.login for a session.
         * @description Exchange a code of wx.login for a session.
         *
         *     Send the token as `Authorization: Bearer <token>` with every other call. After `expiresIn` seconds,
         *     or when a call is refused with `UNAUTHENTICATED`, log in again.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exportMyData": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All that the shop knows of the caller, as a file.
         * @description All that the shop knows of the caller, as a file.
         *
         *     If there is much of it, `state` is RUNNING: call again after some seconds, until `url` is there. The
         *     URL works for five minutes, the file is removed after a day.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["exportMyData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/eraseMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase all that the shop knows of the caller, but what the law wants kept. For good.
         * @description Erase all that the shop knows of the caller, but what the law wants kept. For good.
         *
         *     It is refused while money or goods are under way. The session ends at once; nobody can log in as
         *     the user until it is done, and then the same WeChat account is a new user. Operators erase a user
         *     who has asked them for it. docs/privacy.md says what is erased, and what is kept.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["eraseMe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listGoods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The waterfall page of goods, in the order of their rank, page by page.
         * @description The waterfall page of goods, in the order of their rank, page by page.
         *
         *     Pass the `cursor` of a page for the next page. Goods that are shown all the time come exactly once,
         *     whatever goods are added, moved or hidden between two pages.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["listGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/searchGoods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The goods whose title has the text that a user looks for.
         * @description The goods whose title has the text that a user looks for.
         *
         *     A text of several terms, with blanks between them, finds titles that have all of them, in any order.
         *     Full width is half width, and capitals are small letters.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["searchGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getGoods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Goods as their own page shows them, with what is left of each SKU.
         * @description Goods as their own page shows them, with what is left of each SKU.
         *
         *     Goods that are hidden or a draft exist for operators only.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["getGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveGoods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator saves goods: new ones, or all fields of goods that exist.
         * @description An operator saves goods: new ones, or all fields of goods that exist.
         *
         *     A field that is left out gets its default, also if it had another value before: to change a few
         *     fields, call `patchGoods`. Without `skus` the goods are one SKU, whose id is the goods' own. To save
         *     another `stock` than the last time adds the difference to what is left; a `stock` of 0 takes away
         *     all free units that no flash sale has. A SKU that is left out is no longer sold, and its id is never
         *     used again; orders keep what was bought as it was then.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patchGoods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator changes some fields of goods, and all others stay as they are.
         * @description An operator changes some fields of goods, and all others stay as they are.
         *
         *     The goods must still have the `revision` that the operator has seen (`getGoods` shows it, and saving
         *     returns it): else the refusal is GOODS_CHANGED, and nothing is changed. `null` takes away what goods
         *     can be without. Of goods with several SKUs, `skus` names those that change; to add or remove SKUs,
         *     call `saveGoods`.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["patchGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getUpload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator gets a form that sends one picture to the shop's bucket, and the URL that the picture will have.
         * @description An operator gets a form that sends one picture to the shop's bucket, and the URL that the picture will have.
         *
         *     The form is good for ten minutes, for this one type of picture and for at most 5 MB: the bucket
         *     checks it. Picture and URL stay; a picture that no goods show costs only its storage.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["getUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveAddress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save an address in the caller's address book: a new one, or all fields of one.
         * @description Save an address in the caller's address book: a new one, or all fields of one.
         *
         *     It takes what `wx.chooseAddress` gives, as it gives it. An address that the book has already gets no
         *     second entry. The first address of a book becomes the default. Orders keep the address that they
         *     were placed with (`changeAddress` changes it).
         *
         *     Who may call it: signed-in users.
         */
        post: operations["saveAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listAddresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller's address book: the default first, then the last saved ones.
         * @description The caller's address book: the default first, then the last saved ones.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["listAddresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deleteAddress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an address out of the caller's address book. Orders keep their copy.
         * @description Take an address out of the caller's address book. Orders keep their copy.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["deleteAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quoteOrder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an order would cost the caller, and what stands in its way. It holds nothing.
         * @description What an order would cost the caller, and what stands in its way. It holds nothing.
         *
         *     Pass `total` as `expectTotal` to placeOrder: then nothing is ordered at another price.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["quoteOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/placeOrder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A buyer places an order and gets what wx.requestPayment needs.
         * @description A buyer places an order and gets what wx.requestPayment needs.
         *
         *     `payment` is null if there is nothing to pay. In a flash sale (`saleId`), a buyer who repeats the
         *     call beyond the limit, or when all is sold, gets the order that they have not paid yet.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New payment fields for an order that is not paid yet.
         * @description New payment fields for an order that is not paid yet.
         *
         *     `status` is `PENDING`; `payment` is never null.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["payOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cancelOrder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The buyer cancels an unpaid order. All that it held is free again.
         * @description The buyer cancels an unpaid order. All that it held is free again.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changeAddress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The buyer sends an order to another address, until it is shipped.
         * @description The buyer sends an order to another address, until it is shipped.
         *
         *     The price stays as it is. An order can be sent elsewhere ten times.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["changeAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getOrder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An order with its history and refunds: a buyer's own order, or any for an operator.
         * @description An order with its history and refunds: a buyer's own order, or any for an operator.
         *
         *     If payments came for a number without an order, an operator gets their refunds.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["getOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller's own orders, newest first, one page at a time.
         * @description The caller's own orders, newest first, one page at a time.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["listOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/confirmReceipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The buyer has received the goods. The order is completed.
         * @description The buyer has received the goods. The order is completed.
         *
         *     If WeChat was told that the order is shipped, the buyer confirms the receipt in WeChat first
         *     (`wx.openBusinessView` with `weappOrderConfirm`), and WeChat is asked whether that is so.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["confirmReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refundOrder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A buyer asks for a refund, an operator grants or denies it.
         * @description A buyer asks for a refund, an operator grants or denies it.
         *
         *     A buyer can ask before the goods are shipped. The operator's call decides: with `items` for a part
         *     of the order, without for all that is left, with `deny` for nothing. A queue pays the money back;
         *     WeChat Pay takes at most one refund of an order per minute, 50 in all, and none after 365 days.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["refundOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shipOrder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator has sent the goods of an order. A queue tells WeChat.
         * @description An operator has sent the goods of an order. A queue tells WeChat.
         *
         *     The order is SHIPPED when no unit is left to ship. Parcels that say what is in them (`lines`) can be
         *     sent in several calls. A repeat with the same tracking numbers changes nothing. An order that is
         *     picked up, or virtual, takes no parcels: the call says that the buyer has the goods.
         *
         *     A parcel by `SF` needs a `contact`: the phone number of the sender or the receiver, masked except
         *     for its last four digits (`189****1234`).
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["shipOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shipOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator ships many orders at once: the rows of a sheet, with an answer for each.
         * @description An operator ships many orders at once: the rows of a sheet, with an answer for each.
         *
         *     Rows of the same order are its parcels. Each row holds all that is left of its order, so an order
         *     whose rows are all ok is SHIPPED. The same rows can be sent again.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["shipOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/correctShipping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator corrects the parcels of a shipped order, such as a mistyped number.
         * @description An operator corrects the parcels of a shipped order, such as a mistyped number.
         *
         *     `parcels` replace all that were named before. WeChat takes one correction of an order, so a second
         *     one is refused; a repeat of the same changes nothing.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["correctShipping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listDrift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where our orders and WeChat's records differed on a day, for operators.
         * @description Where our orders and WeChat's records differed on a day, for operators.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/askAfterSale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A buyer asks for money back, for units or for an amount, and may send goods back.
         * @description A buyer asks for money back, for units or for an amount, and may send goods back.
         *
         *     Without `items` and `amount` it is about all that is left of the order. With `items` it is about
         *     these units: their share of the money goes back, or at most `amount`. A `refund` with `amount` alone
         *     is about money only. It can be asked for until 7 days after the order was completed. The shop has 48
         *     hours to decide; then what was not shipped is refunded, and a return is agreed to.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["askAfterSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decideAfterSale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator agrees to an after-sale or denies it.
         * @description An operator agrees to an after-sale or denies it.
         *
         *     To agree to a refund pays the money back. To agree to a return lets the buyer send the goods back
         *     within 7 days; the `note` says where to. Goods that came back (SENT) can be denied after a look.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["decideAfterSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sendBack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The buyer has sent the goods of a return that the shop has agreed to. A second call corrects the parcel, until the shop has the goods.
         * @description The buyer has sent the goods of a return that the shop has agreed to. A second call corrects the parcel, until the shop has the goods.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["sendBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receiveReturn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator has received the goods of a return. The money goes back; the units can be bought again only if they are `resaleable`.
         * @description An operator has received the goods of a return. The money goes back; the units can be bought again only if they are `resaleable`.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["receiveReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawAfterSale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The buyer asks for the after-sale no longer.
         * @description The buyer asks for the after-sale no longer.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["withdrawAfterSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getAfterSale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An after-sale with its history and its refund, for its buyer and for operators.
         * @description An after-sale with its history and its refund, for its buyer and for operators.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["getAfterSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listMyAfterSales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller's own after-sales, newest first, one page at a time.
         * @description The caller's own after-sales, newest first, one page at a time.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["listMyAfterSales"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listAfterSales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The after-sales of all buyers in one status, for operators, one page at a time.
         * @description The after-sales of all buyers in one status, for operators, one page at a time.
         *
         *     Those that were asked for first come first; of those that are over, the newest.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listAfterSales"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveFreight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator saves a freight template: a new one, or all fields of one that exists.
         * @description An operator saves a freight template: a new one, or all fields of one that exists.
         *
         *     Goods name a template by its id (`saveGoods`, `freightId`). The goods of an order that have the same
         *     template are sent together: their units, weights and prices are added up. Orders that were placed
         *     before keep their freight.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveFreight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listFreight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The freight templates, for operators.
         * @description The freight templates, for operators.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listFreight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/searchOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The orders of the shop, for operators, the newest first.
         * @description The orders of the shop, for operators, the newest first.
         *
         *     All filters can be used together. An order is found some seconds after it has changed.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["searchOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/countOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many orders have each status, for operators.
         * @description How many orders have each status, for operators.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["countOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listGroups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All groups, for operators, one page at a time.
         * @description All groups, for operators, one page at a time.
         *
         *     Open groups come by their deadline, those that end first at the top; groups that have ended come the
         *     newest first. Without `status` the open groups come first.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listGoodsForOperators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Goods, also those that are hidden or drafts, one page at a time.
         * @description Goods, also those that are hidden or drafts, one page at a time.
         *
         *     All goods, and those that are shown, come in the order of their rank; hidden goods and drafts by
         *     their ids.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listGoodsForOperators"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/todayFigures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an operator looks at first in the morning: today's sales, and what waits.
         * @description What an operator looks at first in the morning: today's sales, and what waits.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["todayFigures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exportOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a CSV of the orders of some time, for operators.
         * @description Begin a CSV of the orders of some time, for operators.
         *
         *     getExport says how far it is. The file has at most 100000 orders and is kept for a week.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["exportOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getExport": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How far an export is, and where to download it, for operators.
         * @description How far an export is, and where to download it, for operators.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["getExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rebuildDesk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the operators' lists and numbers again from the orders; or see how far it is.
         * @description Make the operators' lists and numbers again from the orders; or see how far it is.
         *
         *     Lists and numbers go on working meanwhile, and are exact afterwards whatever they were before.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["rebuildDesk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listSales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The flash sales that are open or will open, the one that ends first at the top.
         * @description The flash sales that are open or will open, the one that ends first at the top.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["listSales"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveSale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator saves a flash sale: a new one, or all fields of one that exists.
         * @description An operator saves a flash sale: a new one, or all fields of one that exists.
         *
         *     The sale's `stock` is taken from the SKU's free units. If they are too few, the rest is new stock.
         *     Units that the sale leaves over are sold at the SKU's own price when the sale has ended.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remindSale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller wants to be told when a flash sale begins, or does not want it any more.
         * @description The caller wants to be told when a flash sale begins, or does not want it any more.
         *
         *     The message is the notice `saleBegins`: ask with `wx.requestSubscribeMessage` and give the answer to
         *     `allowNotice`, too. A sale that has begun is refused with SALE_BEGUN.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["remindSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getStock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many units of a SKU there are: free, held by unpaid orders, and sold.
         * @description How many units of a SKU there are: free, held by unpaid orders, and sold.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["getStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/createGroup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a group on goods, with the caller as its leader and first member.
         * @description Open a group on goods, with the caller as its leader and first member.
         *
         *     If a seat costs money it is held until `payBefore`, and `payment` is what wx.requestPayment needs.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/joinGroup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a seat in a group; the last paid seat makes the group a success.
         * @description Take a seat in a group; the last paid seat makes the group a success.
         *
         *     If a seat costs money it is held until `payBefore`, and `payment` is what wx.requestPayment needs.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["joinGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leaveGroup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up one's seat before the group has ended; what was paid is paid back.
         * @description Give up one's seat before the group has ended; what was paid is paid back.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["leaveGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getGroup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A group as it is now, for the share page. Guests see no openids.
         * @description A group as it is now, for the share page. Guests see no openids.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["getGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listOpenGroups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * At most 20 groups on these goods that can be joined; those that need the fewest members come first.
         * @description At most 20 groups on these goods that can be joined; those that need the fewest members come first.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["listOpenGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listMyGroups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The latest 50 groups in which the caller has a seat, open or ended, newest first.
         * @description The latest 50 groups in which the caller has a seat, open or ended, newest first.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["listMyGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/createShare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a short code for a share card, or for a mini-program code's `scene`.
         * @description Gives a short code for a share card, or for a mini-program code's `scene`.
         *
         *     Exactly one of `goodsId`, `groupId`, `liveId` and `page` says what is shared. The same request
         *     gives the same code.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["createShare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resolveShare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says where a share code leads, and counts a signed-in visitor's first visit.
         * @description Says where a share code leads, and counts a signed-in visitor's first visit.
         *
         *     Guests see the target too, but not who shared it.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["resolveShare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/updateScore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Points for an action of the user, such as `daily_checkin` or `share_goods`.
         * @description Points for an action of the user, such as `daily_checkin` or `share_goods`.
         *
         *     The rule of the action says how often it counts: once a day, or once per goods and day. `shareCode`,
         *     the user's own share, says which goods were shared. `share_goods` counts by itself when a friend
         *     opens the share; it can be claimed here only if the rule's `whenOpened` is false. Actions that the
         *     shop counts itself, such as a purchase, are refused.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["updateScore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getScore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The user's points, when they expire, and the streak of check-ins.
         * @description The user's points, when they expire, and the streak of check-ins.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["getScore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listScore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything that changed the user's points, newest first, in pages of 20.
         * @description Everything that changed the user's points, newest first, in pages of 20.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["listScore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listScoreRules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How points are earned and what they are worth, for the mini-program to show.
         * @description How points are earned and what they are worth, for the mini-program to show.
         *
         *     WeChat wants the full rules of an activity in a place where users can read them.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["listScoreRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveScoreRule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set what an action earns, how often, and for how long.
         * @description Set what an action earns, how often, and for how long.
         *
         *     Fields that are left out stay as they are. The action counts once `per` `day`, `goods_day` (goods
         *     and day), `goods`, `once` (ever), or `event` (an order, an invited user: the shop counts these
         *     itself, and no client can claim them). `purchase`, `invite` and `redeem` are always per `event`,
         *     `daily_checkin` is always per `day`. The action `redeem` is paying with points.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveScoreRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/adjustScore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator adds points to a user's account or takes them, and gives a reason.
         * @description An operator adds points to a user's account or takes them, and gives a reason.
         *
         *     `key` names the case: the same key again is refused and changes nothing. An operator cannot take
         *     more points than the account has.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["adjustScore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveLive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a live room, or change one.
         * @description Open a live room, or change one.
         *
         *     A host opens rooms and changes their own. An operator may change every room, and use it as its host
         *     does. A room that an operator opens is the shop's until an operator gives it to a host.
         *
         *     Who may call it: users with the role `host` or `operator`.
         */
        post: operations["saveLive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scheduleGoodsPush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan the time at which goods appear on the screens of a live room's viewers.
         * @description Plan the time at which goods appear on the screens of a live room's viewers.
         *
         *     Viewers get the push within a second of `timestamp`. The same goods at the same time in the same
         *     room are one push, even if the request is repeated. A room that nobody has saved yet becomes this
         *     host's. Operators may push to every room.
         *
         *     Who may call it: users with the role `host` or `operator`.
         */
        post: operations["scheduleGoodsPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cancelGoodsPush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a push that has not gone out yet. To cancel it twice is no error.
         * @description Cancel a push that has not gone out yet. To cancel it twice is no error.
         *
         *     The room's host and operators may cancel it, whoever planned it.
         *
         *     Who may call it: users with the role `host` or `operator`.
         */
        post: operations["cancelGoodsPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listGoodsPush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The timeline of a live room: pushes that went out, are planned or were cancelled.
         * @description The timeline of a live room: pushes that went out, are planned or were cancelled.
         *
         *     They are in the order of their planned times, 50 to a page. `pushedAt` makes them markers of a
         *     replay: it is when the goods appeared.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["listGoodsPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getLive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A live room: its title and its times. Operators and hosts also see whose it is.
         * @description A live room: its title and its times. Operators and hosts also see whose it is.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["getLive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listLives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The live rooms, the one that begins last at the top, 20 to a page.
         * @description The live rooms, the one that begins last at the top, 20 to a page.
         *
         *     Operators and hosts also see whose they are.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["listLives"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getPageVersion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Which version of a page the caller gets, with its configuration.
         * @description Which version of a page the caller gets, with its configuration.
         *
         *     The caller always gets the same version, unless an operator changes the weights. An experiment that
         *     nobody has saved has the versions `v1` and `v2`. Once a day the server notes that the caller got it.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["getPageVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveExperiment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator saves an experiment: a new one, or all fields of one that exists.
         * @description An operator saves an experiment: a new one, or all fields of one that exists.
         *
         *     Users are divided by a hash of their openid and the experiment's key, as GrowthBook's SDKs do it. If
         *     weights change, a user whose bucket stays in the same variant keeps it. Once the experiment has
         *     started, its variants keep their names and order; a weight of 0 ends one. Functions that have the
         *     old experiment in memory use the new one within 30 seconds.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listExperiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All experiments, for operators.
         * @description All experiments, for operators.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listExperiments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyzeExperiment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an experiment has shown so far, and what to do now.
         * @description What an experiment has shown so far, and what to do now.
         *
         *     `words` says it in one paragraph. It can be asked every day: the always-valid p value decides, and
         *     it stays right however often one looks. If the answer takes long, there is only a `queryId`: ask
         *     getAnalysis.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["analyzeExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/allowNotice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records what the user answered to `wx.requestSubscribeMessage`.
         * @description Records what the user answered to `wx.requestSubscribeMessage`.
         *
         *     `results` is WeChat's answer, unchanged, also with its `errMsg`. `templateIds` are the templates
         *     that the user was asked about; without it, these are all templates that `results` names. What is not
         *     an answer of the user about one of them is ignored.
         *
         *     Who may call it: signed-in users.
         */
        post: operations["allowNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveNotice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator sets which subscribe-message template a notice uses.
         * @description An operator sets which subscribe-message template a notice uses.
         *
         *     `data` says what each field of the template shows. A text may name facts of the notice in braces:
         *     `{"thing1": "{goods}", "phrase2": "拼团成功"}`. docs/api.md lists the facts of each notice, and the
         *     keys that each fact fits in; a text that WeChat would refuse for some facts is refused. `page` is
         *     the page that a tap opens. Its query may name facts too; they are encoded, so the page decodes them
         *     with `decodeURIComponent`. The change takes effect within a minute.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listNotices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All notices, the facts that each can tell, and the templates that they use.
         * @description All notices, the facts that each can tell, and the templates that they use.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listNotices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listConversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The users who wait for an agent, or the conversations that the caller has.
         * @description The users who wait for an agent, or the conversations that the caller has.
         *
         *     `waiting`: who waits the longest comes first. A conversation that an agent has is there again when
         *     the agent has not answered for some minutes (`waitMinutes` of `saveService`). `mine`: the
         *     conversation that was taken last comes first.
         *
         *     Who may call it: users with the role `operator` or `agent`.
         */
        post: operations["listConversations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getConversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A user's conversation, with what was said in the last 30 days, newest first.
         * @description A user's conversation, with what was said in the last 30 days, newest first.
         *
         *     The user's latest orders are beside the first page. Phone numbers in what the user wrote are masked,
         *     and orders have no address.
         *
         *     Who may call it: users with the role `operator` or `agent`.
         */
        post: operations["getConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/takeConversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An agent takes a user's conversation, and the bot is silent.
         * @description An agent takes a user's conversation, and the bot is silent.
         *
         *     After it not one text of the bot goes out. It can be taken while no agent has it, or when the agent
         *     who has it has not answered for some minutes (`waitMinutes`). The bot answers again when the agent
         *     releases the conversation, or when nobody has said anything for half an hour.
         *
         *     Who may call it: users with the role `agent`.
         */
        post: operations["takeConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replyConversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An agent replies to a user. The reply is sent once.
         * @description An agent replies to a user. The reply is sent once.
         *
         *     The agent has taken the conversation, and gives its token. WeChat allows five replies within 48
         *     hours of a user's message. The last one is kept for a note: that another agent goes on, or that the
         *     user has to write again.
         *
         *     After an error with a status of 429 or 5xx call again with the same `replyId`: the reply is sent, if
         *     WeChat does not have it yet.
         *
         *     Who may call it: users with the role `agent`.
         */
        post: operations["replyConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/releaseConversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An agent gives a user's conversation back, to the bot or into the queue.
         * @description An agent gives a user's conversation back, to the bot or into the queue.
         *
         *     Only the agent who has the conversation can do this. The bot answers from then on; from the queue
         *     another agent takes it, and the bot stays silent.
         *
         *     Who may call it: users with the role `agent`.
         */
        post: operations["releaseConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getService": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How customer service works (opening hours and other settings), and its phrases.
         * @description How customer service works (opening hours and other settings), and its phrases.
         *
         *     Who may call it: users with the role `operator` or `agent`.
         */
        post: operations["getService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveService": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Opening hours and other settings of customer service, and the phrases of its agents.
         * @description Opening hours and other settings of customer service, and the phrases of its agents.
         *
         *     Fields that are left out stay as they are; a list replaces the whole list. Agents can save phrases,
         *     operators all. The bot uses a change within a minute.
         *
         *     Who may call it: users with the role `operator` or `agent`.
         */
        post: operations["saveService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveFaq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator saves a question and its answer for customer service, or hides it.
         * @description An operator saves a question and its answer for customer service, or hides it.
         *
         *     Each call gives the whole entry. A user gets the answer if their text contains one of the keywords
         *     or a synonym of it, or if it is similar to the question. The bot uses the change within a minute.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveFaq"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listFaq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All questions that customer service answers, hidden ones too, 50 to a page.
         * @description All questions that customer service answers, hidden ones too, 50 to a page.
         *
         *     Who may call it: users with the role `operator` or `agent`.
         */
        post: operations["listFaq"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tryFaq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the bot would do with a text, and which entries of the FAQ fit it. Nothing is sent.
         * @description What the bot would do with a text, and which entries of the FAQ fit it. Nothing is sent.
         *
         *     A `draft` is tried as if it were saved: in place of the entry of its `faqId`, or beside all entries.
         *
         *     Who may call it: users with the role `operator` or `agent`.
         */
        post: operations["tryFaq"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trackEvents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a batch of what a user or a guest has done.
         * @description Takes a batch of what a user or a guest has done.
         *
         *     An event that does not fit the catalogue (listEvents), is more than 72 hours old or lies in the
         *     future is rejected by its insertId; the others are taken. Send a batch again if there was no answer:
         *     an `insertId` counts once.
         *
         *     Who may call it: everybody, without a session too.
         */
        post: operations["trackEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveEvent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator adds an event to the catalogue, or properties to an event.
         * @description An operator adds an event to the catalogue, or properties to an event.
         *
         *     A property keeps its type for ever, because events that have it are kept already. trackEvents takes
         *     the event within 30 seconds.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listEvents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The catalogue of events, with their properties.
         * @description The catalogue of events, with their properties.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyzeFunnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many users take steps in order, within a time from the first one.
         * @description How many users take steps in order, within a time from the first one.
         *
         *     Each user counts once. The first step happens from `from` to `to`; the others may come later. If the
         *     answer takes long, there is only a `queryId`: ask getAnalysis.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["analyzeFunnel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyzeRetention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who comes back, by the day or week in which they began.
         * @description Who comes back, by the day or week in which they began.
         *
         *     Days and weeks are those of the calendar in Shanghai; a week begins on Monday. Cells of a day or
         *     week that is not over are marked. If the answer takes long, there is only a `queryId`: ask
         *     getAnalysis.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["analyzeRetention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyzeGoods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * From being seen to being paid, by goods, category, push, or channel of a share.
         * @description From being seen to being paid, by goods, category, push, or channel of a share.
         *
         *     The totals are what the orders say, to the fen. If the answer takes long, there is only a `queryId`:
         *     ask getAnalysis.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["analyzeGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyzeShares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many visitors each sharer brought, and what these bought.
         * @description How many visitors each sharer brought, and what these bought.
         *
         *     If the answer takes long, there is only a `queryId`: ask getAnalysis.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["analyzeShares"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyzeLive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who watched a live room, and for each push: who saw it, clicked, ordered and paid.
         * @description Who watched a live room, and for each push: who saw it, clicked, ordered and paid.
         *
         *     It is about the time from the room's beginning, or its first push, to a week after its last push. If
         *     the answer takes long, there is only a `queryId`: ask getAnalysis.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["analyzeLive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getAnalysis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How far a question is, with its answer when it is done.
         * @description How far a question is, with its answer when it is done.
         *
         *     `done` of `total` queries are done. An answer can be asked for again for a week.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["getAnalysis"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setRole": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator sets the roles of a user.
         * @description An operator sets the roles of a user.
         *
         *     `roles` are all roles that the user has from now on; an empty list takes them all away. A role that
         *     is taken away ends at once; a user with a new role logs in again. The shop always has an operator.
         *     The first one is made by a command: docs/operations.md, "Roles".
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["setRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listUsers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who works in the shop: the users who have a role, and how they got it.
         * @description Who works in the shop: the users who have a role, and how they got it.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listAlerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All kinds of alerts, whether the staff gets them, and whether the robot works.
         * @description All kinds of alerts, whether the staff gets them, and whether the robot works.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["listAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saveAlerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator says which alerts the staff gets in its WeCom chat.
         * @description An operator says which alerts the staff gets in its WeCom chat.
         *
         *     Kinds that are not named stay as they are. All are on until an operator switches them off. What
         *     happens while a kind is off is not told later.
         *
         *     Who may call it: users with the role `operator`.
         */
        post: operations["saveAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An address as `wx.chooseAddress` gives it. What it does not say is left out. */
        Address: {
            /** @description who receives the goods */
            userName: string;
            /** @description their phone number */
            telNumber: string;
            provinceName: string;
            cityName: string;
            countyName: string;
            /** @description street and house */
            detailInfo: string;
            /**
             * @description the area's code (GB/T 2260), as 440105; absent if nobody has said
             * @default
             */
            nationalCode?: string;
            /**
             * @description absent if nobody has said
             * @default
             */
            postalCode?: string;
            /**
             * @description absent if nobody has said
             * @default
             */
            streetName?: string;
            /**
             * @description as WeChat's newer page has it; absent if nobody has said
             * @default
             */
            detailInfoNew?: string;
        };
        /** @description An address is not in the book any more. */
        AddressDeleted: {
            /** @description an id */
            addressId: string;
        };
        /** @description All addresses of the caller: the default first, then the last saved ones. At most 20. */
        AddressList: {
            items: components["schemas"]["SavedAddress"][];
        };
        /** @description An address was saved. */
        AddressSaved: {
            /** @description an id */
            addressId: string;
        };
        /** @description The input of adjustScore. */
        AdjustScore: {
            /** @description an id */
            openid: string;
            /** @description an id */
            key: string;
            /** @description points, signed */
            points: number;
            reason: string;
        };
        /** @description A user's points after an operator has adjusted them. */
        AdjustedScore: {
            /** @description the points that the user can spend now */
            score: number;
            /** @description points that were taken back after the user had spent them; points that come in pay the debt first; 0 if `score` is not 0 */
            debt: number;
        };
        /** @description An after-sale with its history, and its refund if that is granted. */
        AfterSaleDetail: {
            /** @description an id */
            afterSaleId: string;
            /** @description an id */
            orderId: string;
            /**
             * @description refund: money alone goes back; return: the goods come back first
             * @enum {string}
             */
            kind: "refund" | "return";
            /**
             * @description ASKED; AGREED (of a return: the buyer sends the goods back, of a refund: the money is under way); SENT (back); RECEIVED (the money is under way); REFUNDED; DENIED; WITHDRAWN; EXPIRED (not sent back in time)
             * @enum {string}
             */
            status: "ASKED" | "AGREED" | "SENT" | "RECEIVED" | "REFUNDED" | "DENIED" | "WITHDRAWN" | "EXPIRED";
            /** @description empty if it is about an amount of money alone */
            items: components["schemas"]["AfterSaleItem"][];
            /** @description fen that go back; until the refund is granted, fen that are expected to */
            amount: number;
            reason: string;
            /** @description milliseconds UTC */
            createdAt: number;
            /** @description milliseconds UTC */
            updatedAt: number;
            /** @description who acts next; null if it is over */
            waitsFor: ("shop" | "buyer" | "wechat") | null;
            /** @description ms UTC: until when the shop decides, or the buyer sends the goods back; absent if there is no limit */
            deadline?: number;
            /** @description true if the deadline has passed; else absent */
            late?: boolean;
            /** @description the shop's answer; absent if none */
            note?: string;
            /** @description WeChat's id of the carrier that brings the goods back */
            carrier?: string;
            trackingNumber?: string;
            /** @description whether the goods that came back can be sold again */
            resaleable?: boolean;
            /** @description the refund; absent until it is granted */
            refundNo?: string;
            history: components["schemas"]["HistoryEntry"][];
            refund?: components["schemas"]["RefundView"];
        };
        /** @description Units of a SKU that an after-sale is about. */
        AfterSaleItem: {
            /** @description an id */
            skuId: string;
            title: string;
            /** @description units */
            quantity: number;
        };
        /** @description A page of after-sales. */
        AfterSalePage: {
            items: components["schemas"]["AfterSaleView"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
        };
        /** @description An after-sale. */
        AfterSaleView: {
            /** @description an id */
            afterSaleId: string;
            /** @description an id */
            orderId: string;
            /**
             * @description refund: money alone goes back; return: the goods come back first
             * @enum {string}
             */
            kind: "refund" | "return";
            /**
             * @description ASKED; AGREED (of a return: the buyer sends the goods back, of a refund: the money is under way); SENT (back); RECEIVED (the money is under way); REFUNDED; DENIED; WITHDRAWN; EXPIRED (not sent back in time)
             * @enum {string}
             */
            status: "ASKED" | "AGREED" | "SENT" | "RECEIVED" | "REFUNDED" | "DENIED" | "WITHDRAWN" | "EXPIRED";
            /** @description empty if it is about an amount of money alone */
            items: components["schemas"]["AfterSaleItem"][];
            /** @description fen that go back; until the refund is granted, fen that are expected to */
            amount: number;
            reason: string;
            /** @description milliseconds UTC */
            createdAt: number;
            /** @description milliseconds UTC */
            updatedAt: number;
            /** @description who acts next; null if it is over */
            waitsFor: ("shop" | "buyer" | "wechat") | null;
            /** @description ms UTC: until when the shop decides, or the buyer sends the goods back; absent if there is no limit */
            deadline?: number;
            /** @description true if the deadline has passed; else absent */
            late?: boolean;
            /** @description the shop's answer; absent if none */
            note?: string;
            /** @description WeChat's id of the carrier that brings the goods back */
            carrier?: string;
            trackingNumber?: string;
            /** @description whether the goods that came back can be sold again */
            resaleable?: boolean;
            /** @description the refund; absent until it is granted */
            refundNo?: string;
        };
        /** @description A kind of alerts. */
        AlertKind: {
            /** @enum {string} */
            kind: "newOrder" | "refundAsked" | "customerWaiting" | "groupEnding" | "lowStock" | "deadLetter";
            /** @description whether the staff is told of it */
            on: boolean;
            /** @description what it tells, in Chinese */
            about: string;
        };
        /** @description All kinds of alerts, and the robot that tells them. */
        AlertList: {
            items: components["schemas"]["AlertKind"][];
            robot: components["schemas"]["RobotSeen"];
        };
        /** @description The input of allowNotice. */
        AllowNotice: {
            /** @description template id → answer, as `accept` or `reject` */
            results: {
                [key: string]: string | number | boolean | null;
            };
            /** @default null */
            templateIds?: string[] | null;
        };
        /** @description The templates that the user accepted. */
        AllowedNotices: {
            /** @description template ids, in the order of the request */
            accepted: string[];
        };
        /** @description The input of analyzeExperiment. */
        AnalyzeExperiment: {
            /** @description an id */
            experiment: string;
            /**
             * @description svg: a picture, in the field `svg`, besides
             * @default json
             * @enum {string}
             */
            format?: "json" | "svg";
        };
        /** @description The input of analyzeFunnel. */
        AnalyzeFunnel: {
            /** @description ms UTC, or a day in Shanghai, which begins at midnight */
            from: number | string;
            /** @description ms UTC, or a day in Shanghai, up to its end */
            to: number | string;
            /**
             * @description svg: a picture, in the field `svg`, besides
             * @default json
             * @enum {string}
             */
            format?: "json" | "svg";
            steps: components["schemas"]["Step"][];
            /**
             * @description from the first step to the last
             * @default 72h
             */
            window?: number | string;
            /**
             * @description a property of the first step, or `sharer`: an answer for each value too
             * @default null
             */
            by?: string | null;
        };
        /** @description The input of analyzeGoods. */
        AnalyzeGoods: {
            /** @description ms UTC, or a day in Shanghai, which begins at midnight */
            from: number | string;
            /** @description ms UTC, or a day in Shanghai, up to its end */
            to: number | string;
            /**
             * @description svg: a picture, in the field `svg`, besides
             * @default json
             * @enum {string}
             */
            format?: "json" | "svg";
            /**
             * @default goods
             * @enum {string}
             */
            by?: "goods" | "category" | "push" | "channel";
        };
        /** @description The input of analyzeLive. */
        AnalyzeLive: {
            /** @description an id */
            liveId: string;
            /**
             * @description svg: a picture, in the field `svg`, besides
             * @default json
             * @enum {string}
             */
            format?: "json" | "svg";
        };
        /** @description The input of analyzeRetention. */
        AnalyzeRetention: {
            /** @description ms UTC, or a day in Shanghai, which begins at midnight */
            from: number | string;
            /** @description ms UTC, or a day in Shanghai, up to its end */
            to: number | string;
            /**
             * @description svg: a picture, in the field `svg`, besides
             * @default json
             * @enum {string}
             */
            format?: "json" | "svg";
            /** @description with their first one in this time, users begin */
            first: components["schemas"]["Step"];
            /** @description with it they come back */
            return: components["schemas"]["Step"];
            /**
             * @default day
             * @enum {string}
             */
            unit?: "day" | "week";
        };
        /** @description The input of analyzeShares. */
        AnalyzeShares: {
            /** @description ms UTC, or a day in Shanghai, which begins at midnight */
            from: number | string;
            /** @description ms UTC, or a day in Shanghai, up to its end */
            to: number | string;
            /**
             * @description svg: a picture, in the field `svg`, besides
             * @default json
             * @enum {string}
             */
            format?: "json" | "svg";
        };
        /** @description A variant and what its users did. */
        ArmResult: {
            /** @description an id */
            name: string;
            /** @description users whose hours are over; the rest is about them */
            users: number;
            /** @description of them, users with at least one event */
            conversions: number;
            /** @description conversions / users */
            rate: number;
            /** @description the metric's `value` per user; null for a metric without `value` */
            value: number | null;
            /** @description users whose hours are not over: they count later */
            waiting: number;
        };
        /** @description What the buyer wants back, and why. */
        AskAfterSale: {
            /** @description an id */
            orderId: string;
            /**
             * @description refund: money alone; return: the goods are sent back first
             * @enum {string}
             */
            kind: "refund" | "return";
            reason: string;
            /** @default null */
            items?: components["schemas"]["SkuQuantity"][] | null;
            /** @default null */
            amount?: number | null;
        };
        /** @description Who takes part. */
        Audience: {
            /**
             * @description the share of the users who take part. If it grows, nobody who takes part gets another version
             * @default 1
             */
            coverage?: number;
        };
        /** @description How many orders have each status. */
        ByStatus: {
            PENDING: number;
            PAID: number;
            SHIPPED: number;
            COMPLETED: number;
            CLOSED: number;
            REFUNDING: number;
            REFUNDED: number;
        };
        /** @description On which terms groups buy the goods. */
        Campaign: {
            /** @description seats of a group */
            size: number;
            /** @description hours that a group has to fill its seats */
            hours: number;
            /** @description fen per seat; 0: a seat costs nothing */
            price: number;
            /** @default null */
            skus?: components["schemas"]["CampaignSku"][] | null;
            /** @default null */
            limit?: number | null;
            /** @default null */
            startAt?: number | null;
            /** @default null */
            endAt?: number | null;
            /** @default null */
            on?: boolean | null;
            /** @default null */
            tiers?: components["schemas"]["CampaignTier"][] | null;
            /** @default null */
            virtualFrom?: number | null;
        };
        /** @description A SKU whose seats have another price. In a group that costs nothing there are none. */
        CampaignSku: {
            /** @description a SKU of these goods; each one once */
            skuId: string;
            /** @description fen; more than what the last tier pays back */
            price: number;
        };
        /**
         * @description A lower price for groups with more paid members. From tier to tier, sizes rise and prices
         *     fall.
         */
        CampaignTier: {
            /** @description paid members; at most the group's size */
            size: number;
            /** @description fen per seat; lower than the group's price */
            price: number;
        };
        /** @description On which terms groups buy the goods. What the operator left out is absent. */
        CampaignView: {
            /** @description seats of a group */
            size: number;
            /** @description hours that a group has to fill its seats */
            hours: number;
            /** @description fen per seat; 0: a seat costs nothing */
            price: number;
            /** @description SKUs whose seats have another price */
            skus?: components["schemas"]["SkuPrice"][];
            /** @description seats that one buyer may buy in this campaign */
            limit?: number;
            /** @description ms UTC: groups can be opened from then on */
            startAt?: number;
            /** @description ms UTC: no group can be opened from then on */
            endAt?: number;
            /** @description false: no group can be opened now */
            on?: boolean;
            /** @description lower prices for groups with more paid members: when the group succeeds, each member gets the difference to `price` back */
            tiers?: components["schemas"]["TierPrice"][];
            /** @description with this many paid members at its deadline, a group succeeds although it is not full */
            virtualFrom?: number;
        };
        /** @description The input of cancelGoodsPush. */
        CancelGoodsPush: {
            /** @description an id */
            liveId: string;
            /** @description an id */
            pushId: string;
        };
        /** @description The order to cancel. */
        CancelOrder: {
            /** @description an id */
            orderId: string;
        };
        /** @description The order, and where it goes. */
        ChangeAddress: {
            /** @description an id */
            orderId: string;
            /** @description an address of the caller's book */
            addressId: string;
        };
        /** @description The users who began in one day or week. */
        Cohort: {
            /** @description its first day */
            start: string;
            users: number;
            /** @description that day or week is not over */
            unfinished: boolean;
            /** @description who came back: in the same day or week, in the next one, and so on */
            cells: components["schemas"]["RetentionCell"][];
        };
        /** @description A variant compared with the control. Null: there is no variance to judge it by. */
        Comparison: {
            /** @description an id */
            arm: string;
            /** @description an id */
            control: string;
            /** @description of `rate`, or of `value` if the metric has one, then without what users did in the 14 days before (CUPED) */
            difference: number | null;
            /** @description of the 95 % interval, for one look at the end */
            low: number | null;
            high: number | null;
            /** @description for one look at the end */
            p: number | null;
            /** @description of the 95 % interval that is valid however often one looks */
            alwaysValidLow: number | null;
            alwaysValidHigh: number | null;
            /** @description valid however often one looks; it decides */
            alwaysValidP: number | null;
            /** @description `alwaysValidP`, corrected for all metrics and variants */
            correctedP: number | null;
            /** @description the difference as a part of the control: 0.1 is 10 % */
            relative: number | null;
            /** @description always valid, as `alwaysValidLow` */
            relativeLow: number | null;
            relativeHigh: number | null;
            /**
             * @description by `correctedP`, for as many users and days as a verdict needs
             * @enum {string}
             */
            verdict: "better" | "worse" | "noDifference" | "undecided";
        };
        /** @description The order that arrived. */
        ConfirmReceipt: {
            /** @description an id */
            orderId: string;
        };
        /** @description A conversation with a page of its messages, and the user's latest orders. */
        ConversationDetail: {
            /** @description the user; the conversation's id */
            openid: string;
            /**
             * @description BOT: the bot answers; WAITING: the user waits for an agent, in the queue; HUMAN: an agent has the conversation, and the bot is silent
             * @enum {string}
             */
            state: "BOT" | "WAITING" | "HUMAN";
            /** @description the openid of the agent who has it, or had it last; null if none */
            owner: string | null;
            /** @description whether the caller is the owner */
            isMine: boolean;
            /** @description the owner has not answered for `waitMinutes`: it is in the queue again, and another agent can take it */
            isOverdue: boolean;
            /** @description ms UTC: since when the user waits for an agent; null if not */
            waitsSince: number | null;
            /** @description ms UTC: when the bot last handed it over; null: never */
            handedAt: number | null;
            /** @description ms UTC: the first reply of an agent after `handedAt`; null if none yet. The first-response time is the difference */
            firstReplyAt: number | null;
            /** @description ms UTC: the user's last message; null: none */
            wroteAt: number | null;
            /** @description the beginning of what was written last, phone numbers masked */
            lastText: string;
            replies: components["schemas"]["RepliesLeft"];
            /** @description the owner's: for `replyConversation`; absent for others */
            token?: string;
            /** @description of 30 days, newest first */
            messages: components["schemas"]["ConversationMessage"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
            /** @description the user's five latest orders; absent after the first page */
            orders?: components["schemas"]["OrderView"][];
        };
        /** @description A user's conversation. */
        ConversationItem: {
            /** @description the user; the conversation's id */
            openid: string;
            /**
             * @description BOT: the bot answers; WAITING: the user waits for an agent, in the queue; HUMAN: an agent has the conversation, and the bot is silent
             * @enum {string}
             */
            state: "BOT" | "WAITING" | "HUMAN";
            /** @description the openid of the agent who has it, or had it last; null if none */
            owner: string | null;
            /** @description whether the caller is the owner */
            isMine: boolean;
            /** @description the owner has not answered for `waitMinutes`: it is in the queue again, and another agent can take it */
            isOverdue: boolean;
            /** @description ms UTC: since when the user waits for an agent; null if not */
            waitsSince: number | null;
            /** @description ms UTC: when the bot last handed it over; null: never */
            handedAt: number | null;
            /** @description ms UTC: the first reply of an agent after `handedAt`; null if none yet. The first-response time is the difference */
            firstReplyAt: number | null;
            /** @description ms UTC: the user's last message; null: none */
            wroteAt: number | null;
            /** @description the beginning of what was written last, phone numbers masked */
            lastText: string;
            replies: components["schemas"]["RepliesLeft"];
        };
        /** @description Something that was said in a conversation. */
        ConversationMessage: {
            /** @description of this entry; the same each time */
            id: string;
            /**
             * @description who said it
             * @enum {string}
             */
            by: "user" | "bot" | "agent";
            /**
             * @description page: a card of a mini-program; enter: the user opened the conversation. Only texts have a `text`
             * @enum {string}
             */
            kind: "text" | "image" | "page" | "enter";
            /** @description plain text; in what users wrote, phone numbers are masked */
            text: string;
            /** @description milliseconds UTC */
            at: number;
            /** @description which agent, by openid; absent if it was not an agent */
            agent?: string;
            /**
             * @description SENT; UNSURE: WeChat has not answered, the user may have it; FAILED: the user does not have it. Absent of what users said
             * @enum {string}
             */
            state?: "SENT" | "UNSURE" | "FAILED";
        };
        /** @description A page of conversations. */
        ConversationPage: {
            /** @description may be fewer than `limit` before the last page */
            items: components["schemas"]["ConversationItem"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
            /** @description whether agents are there now, by opening hours */
            isOpen: boolean;
            /** @description see `isOverdue` */
            waitMinutes: number;
        };
        /** @description The agent does not have the conversation any more. */
        ConversationReleased: {
            /** @description the user whose conversation it is */
            openid: string;
        };
        /** @description The agent has the conversation now. */
        ConversationTaken: {
            /** @description the user whose conversation it is */
            openid: string;
            /** @description says that the agent has it: for `replyConversation`. It is worth nothing once another agent has the conversation, or the bot */
            token: string;
        };
        /** @description The order, and its parcels as they are. */
        CorrectShipping: {
            /** @description an id */
            orderId: string;
            parcels: components["schemas"]["ParcelForm"][];
        };
        /** @description Nothing is to be said. */
        CountOrders: Record<string, never>;
        /** @description The goods, and the SKU. */
        CreateGroup: {
            /** @description an id */
            goodsId: string;
            /** @default null */
            skuId?: string | null;
            /**
             * @description what happens to a payment that comes when the seat is gone
             * @default refund
             * @enum {string}
             */
            ifFull?: "newGroup" | "refund";
            /** @default null */
            shareCode?: string | null;
            /** @default null */
            addressId?: string | null;
            /** @default null */
            remark?: string | null;
        };
        /** @description The input of createShare. */
        CreateShare: {
            /** @default null */
            goodsId?: string | null;
            /** @default null */
            groupId?: string | null;
            /** @default null */
            liveId?: string | null;
            /** @default null */
            page?: string | null;
            /** @default null */
            channel?: string | null;
        };
        /** @description All that the shop knows of the user, as a file; or how far it is. */
        DataExportView: {
            /**
             * @description RUNNING: call again after some seconds
             * @enum {string}
             */
            state: "RUNNING" | "DONE";
            /** @description items that were read */
            done: number;
            /** @description items to read, at least, while it runs */
            total: number;
            /** @description where to download the JSON, for five minutes; once it is DONE */
            url?: string;
        };
        /** @description The shop's decision. */
        DecideAfterSale: {
            /** @description an id */
            afterSaleId: string;
            agree: boolean;
            /** @default null */
            note?: string | null;
        };
        /** @description The address to delete. */
        DeleteAddress: {
            /** @description an id */
            addressId: string;
        };
        /** @description A group, as operators look at it. */
        DeskGroup: {
            /** @description an id */
            groupId: string;
            /** @description an id */
            goodsId: string;
            title: string;
            /**
             * @description OPEN also for some seconds after the deadline
             * @enum {string}
             */
            status: "OPEN" | "SUCCESS" | "FAILED";
            /** @description fen per seat, unless its SKU has another price */
            price: number;
            /** @description seats */
            size: number;
            /** @description paid seats: of `size`, how far the group is */
            members: number;
            /** @description seats that unpaid orders hold */
            held: number;
            /** @description seats that nobody has */
            seatsLeft: number;
            /** @description milliseconds UTC */
            createdAt: number;
            /** @description the deadline, ms UTC */
            expiresAt: number;
            /** @description ms UTC; absent while it is open */
            endedAt?: number;
        };
        /**
         * @description A page of groups. A page may have fewer groups than asked for, and even none, though there
         *     are more: the cursor tells.
         */
        DeskGroupPage: {
            items: components["schemas"]["DeskGroup"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
        };
        /** @description An order, as operators need it for shipping. */
        DeskOrder: {
            /** @description an id */
            orderId: string;
            /** @enum {string} */
            status: "PENDING" | "PAID" | "SHIPPED" | "COMPLETED" | "CLOSED" | "REFUNDING" | "REFUNDED";
            /**
             * @description group: a seat in a group; sale: of a flash sale; plain: any other
             * @enum {string}
             */
            kind: "group" | "sale" | "plain";
            lines: components["schemas"]["OrderItem"][];
            /** @description fen to pay, after points and with freight */
            total: number;
            /** @description fen of the total that are freight */
            freight: number;
            /** @description fen that were, or are being, paid back */
            refunded: number;
            /** @description milliseconds UTC */
            createdAt: number;
            /** @enum {string} */
            delivery: "express" | "pickup" | "virtual";
            /** @description paid, its group has succeeded, no refund is asked for, and no money went back by hand */
            canShip: boolean;
            /** @description ms UTC; absent until it is paid */
            paidAt?: number;
            /** @description where it goes; absent if nobody has said */
            address?: components["schemas"]["Address"];
            /** @description what the buyer remarks; absent if nothing */
            remark?: string;
            /** @description the flash sale; absent if none */
            saleId?: string;
            /** @description the group of its seat; absent if none */
            groupId?: string;
            /** @description the first parcel */
            shipping?: components["schemas"]["Shipment"];
            /** @description while the order is PAID, units are left to ship; absent if none */
            parcels?: components["schemas"]["Parcel"][];
            /** @description why the buyer asks for a refund, until it is decided */
            refundAsked?: string;
        };
        /**
         * @description A page of orders, the newest first. A page may have fewer orders than asked for, and even
         *     none, though there are more: the cursor tells.
         */
        DeskOrderPage: {
            items: components["schemas"]["DeskOrder"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
        };
        /** @description Where our order and WeChat's record differed. */
        Difference: {
            /** @description an id */
            orderId: string;
            /** @description what was wrong */
            what: string;
            /** @description the order's status after the correction, or GONE */
            ours: string;
            /** @description what WeChat said */
            theirs: string;
        };
        /** @description The differences of a day. */
        DifferenceList: {
            items: components["schemas"]["Difference"][];
        };
        /** @description The input of eraseMe. */
        EraseMe: {
            /**
             * @description true: erase nothing; say whether it can be done, and what goes
             * @default false
             */
            preview?: boolean;
            /**
             * @description for operators: whom to erase; if not given, the caller
             * @default null
             */
            openid?: string | null;
        };
        /** @description The erasure of a user's data. */
        ErasureView: {
            /**
             * @description READY: a preview, nothing is erased; ERASING: it has begun, for good
             * @enum {string}
             */
            state: "READY" | "ERASING";
            /** @description points that can be spent now, and are gone with the rest */
            points: number;
            /** @description ms UTC: when it is done, if all goes well; until then nobody can log in; absent in a preview */
            doneBy?: number;
        };
        /** @description The catalogue of events. */
        EventList: {
            items: components["schemas"]["EventView"][];
            /** @description properties that every client event may have */
            common: {
                [key: string]: "id" | "text" | "int" | "number" | "bool";
            };
        };
        /** @description A kind of event. */
        EventView: {
            /** @description small letters, digits and _, as `goods_click` */
            name: string;
            /** @description what pictures call it */
            title: string;
            /**
             * @description server: the shop notes it itself; clients cannot send it
             * @enum {string}
             */
            source: "client" | "server";
            /** @description its properties; every event of a client may also have those of `common` */
            props: {
                [key: string]: "id" | "text" | "int" | "number" | "bool";
            };
            /** @description ms UTC; null: it is built in */
            savedAt: number | null;
        };
        /** @description An experiment. `start` and `stop` are ms UTC. */
        Experiment: {
            /** @description the experiment's key; it is the seed of the assignment */
            key: string;
            variants: components["schemas"]["PageVariant"][];
            /** @description the first one decides */
            metrics: components["schemas"]["Metric"][];
            /** @description ms UTC: from then on versions are assigned */
            start: number;
            /** @description ms UTC: from then on all users get the winner, or the control */
            stop: number;
            /** @description the smallest change that matters, relative to the control: 0.1 is 10 % */
            minimumEffect: number;
            /** @default null */
            layer?: components["schemas"]["Layer"] | null;
            audience?: components["schemas"]["Audience"];
            /**
             * @description openid → the name of the variant that this user gets; they do not count
             * @default {}
             */
            testers?: {
                [key: string]: string;
            };
            /**
             * @description how p values are corrected if there are several comparisons
             * @default holm
             * @enum {string}
             */
            correction?: "holm" | "benjaminiHochberg";
            /** @default null */
            winner?: string | null;
        };
        /** @description What an experiment has shown. `arms` and `comparisons` are of the first metric. */
        ExperimentAnswer: {
            /**
             * @description for getAnalysis, for a week
             * @default
             */
            queryId?: string;
            /**
             * @description WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again
             * @default DONE
             * @enum {string}
             */
            state?: "WAITING" | "RUNNING" | "DONE" | "FAILED";
            /**
             * @description queries that are done, of `total`
             * @default 1
             */
            done?: number;
            /** @default 1 */
            total?: number;
            /** @description bytes that were read from S3; once DONE */
            scannedBytes?: number;
            /** @description what Athena bills for it; once DONE */
            usd?: number;
            /** @description the picture, with `format: "svg"`; once DONE */
            svg?: string;
            /** @description the experiment's key; it is the seed of the assignment */
            experiment?: string;
            arms?: components["schemas"]["ArmResult"][];
            comparisons?: components["schemas"]["Comparison"][];
            /** @description all metrics */
            metrics?: components["schemas"]["MetricResult"][];
            sampleRatio?: components["schemas"]["SampleRatioResult"];
            /** @description users who got more than one variant; they are left out */
            multipleExposures?: number;
            /** @description more than 1 % of the users, and at least 10 */
            multipleExposuresFlagged?: boolean;
            /** @description the chance to find `minimumEffect` with the users so far */
            power?: number | null;
            /** @description until that chance is 80 %; null: nobody can say */
            daysLeft?: number | null;
            /** @description since the first user */
            days?: number;
            /** @enum {string} */
            verdict?: "noData" | "broken" | "tooEarly" | "better" | "worse" | "noDifference" | "undecided";
            /** @description what to do now: Chinese, or English by Accept-Language */
            words?: string;
        };
        /** @description The experiments, at most 200. */
        ExperimentList: {
            items: components["schemas"]["ExperimentView"][];
        };
        /** @description An experiment was saved. */
        ExperimentSaved: {
            /** @description the experiment's key; it is the seed of the assignment */
            key: string;
        };
        /** @description An experiment, as it was saved. */
        ExperimentView: {
            experiment: components["schemas"]["Experiment"];
            /** @description planned, running or stopped */
            state: string;
            /** @description milliseconds UTC */
            savedAt: number;
        };
        /** @description Points that expire on the same day. */
        ExpiringPoints: {
            /** @description the last date on which they can be spent, such as `2026-11-30` */
            date: string;
            /** @description points */
            points: number;
        };
        /** @description Nothing is needed. */
        ExportMyData: Record<string, never>;
        /** @description The orders that were placed from the one time to the other, both included. */
        ExportOrders: {
            /** @description ms UTC */
            from: number;
            /** @description ms UTC */
            to: number;
            /** @default null */
            status?: ("PENDING" | "PAID" | "SHIPPED" | "COMPLETED" | "CLOSED" | "REFUNDING" | "REFUNDED") | null;
        };
        /** @description An export was begun. Ask getExport how far it is. */
        ExportStarted: {
            /** @description an id */
            exportId: string;
        };
        /** @description How far an export is. */
        ExportView: {
            /**
             * @description FAILED: it has stopped; begin another one
             * @enum {string}
             */
            state: "WAITING" | "RUNNING" | "DONE" | "FAILED";
            /** @description orders that are in the file */
            done: number;
            /** @description orders that there were when it began; 0 while WAITING */
            total: number;
            /** @description where to download the CSV, for 15 minutes; once DONE */
            url?: string;
        };
        /** @description An entry that is not saved yet. */
        FaqDraft: {
            question: string;
            keywords: string[];
            /** @description a text; line breaks are allowed */
            answer: string;
            /** @default null */
            faqId?: string | null;
        };
        /** @description A question and its answer. */
        FaqEntry: {
            /** @description an id */
            faqId: string;
            question: string;
            keywords: string[];
            answer: string;
            /** @description the bot does not use it */
            hidden: boolean;
            /** @description milliseconds UTC */
            updatedAt: number;
        };
        /** @description A page of the FAQ, by id. */
        FaqList: {
            items: components["schemas"]["FaqEntry"][];
            /** @description for the next page; null on the last one */
            cursor: string | null;
        };
        /** @description An entry of the FAQ that fits a text. */
        FaqMatch: {
            /** @description null: the draft that is tried */
            faqId: string | null;
            question: string;
            answer: string;
            /** @description 1 and a tenth per character for each keyword, and at most 1 for likeness */
            score: number;
        };
        /** @description The entry that was saved. */
        FaqSaved: {
            /** @description the given id, or a new one if none was given */
            faqId: string;
        };
        /** @description What the bot does with a text. */
        FaqTrial: {
            /**
             * @description what it takes the text for. Only `faq` is answered by an entry; `other` is what it does not understand
             * @enum {string}
             */
            intent: "human" | "order" | "faq" | "thanks" | "greeting" | "other";
            /** @description the entry that answers; null if none does */
            answeredBy: components["schemas"]["FaqMatch"] | null;
            /** @description the entries that fit, the best first, five at most; also if none answers */
            matches: components["schemas"]["FaqMatch"][];
        };
        /** @description The freight templates, at most 200. */
        FreightList: {
            items: components["schemas"]["FreightView"][];
        };
        /** @description A template was saved. */
        FreightSaved: {
            /** @description an id */
            freightId: string;
        };
        /** @description A freight template. */
        FreightView: {
            /** @description an id */
            freightId: string;
            title: string;
            /**
             * @description what `first` and `further` count: units, or grams
             * @enum {string}
             */
            by: "count" | "weight";
            /** @description units or grams that cost `firstFen` */
            first: number;
            /** @description fen, hundredths of a yuan */
            firstFen: number;
            /** @description units or grams of each further step */
            further: number;
            /** @description fen for each further step that is begun */
            furtherFen: number;
            /** @description beginnings of area codes that are not served */
            notTo: string[];
            /** @description milliseconds UTC */
            savedAt: number;
            /** @description goods of that price are sent for nothing; absent: never */
            freeFrom?: number;
        };
        /** @description How many users take the steps of a funnel, in order. */
        FunnelAnswer: {
            /**
             * @description for getAnalysis, for a week
             * @default
             */
            queryId?: string;
            /**
             * @description WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again
             * @default DONE
             * @enum {string}
             */
            state?: "WAITING" | "RUNNING" | "DONE" | "FAILED";
            /**
             * @description queries that are done, of `total`
             * @default 1
             */
            done?: number;
            /** @default 1 */
            total?: number;
            /** @description bytes that were read from S3; once DONE */
            scannedBytes?: number;
            /** @description what Athena bills for it; once DONE */
            usd?: number;
            /** @description the picture, with `format: "svg"`; once DONE */
            svg?: string;
            steps?: components["schemas"]["FunnelStep"][];
            /** @description users who have not finished and still have time */
            unfinished?: number;
            /** @description ms from first step to last, the median; null if nobody got there */
            totalMedianMs?: number | null;
            /** @description with `by`: the 20 largest groups */
            groups?: components["schemas"]["FunnelGroup"][];
        };
        /** @description The users whose first step had one value of the property `by`. */
        FunnelGroup: {
            /** @description "" if it had none */
            value: string;
            steps: components["schemas"]["FunnelStep"][];
            unfinished: number;
        };
        /** @description A step of a funnel. */
        FunnelStep: {
            event: string;
            /** @description users who got here, each once */
            users: number;
            /** @description of the users of the first step, those who got here */
            rate: number;
            /** @description ms from the step before, the median; null for the first step, or if nobody got here */
            medianMs: number | null;
            /** @description of `users`, those who have not finished and still have time */
            open: number;
            /** @description `rate` without users who still have time; null if there are no others */
            finishedRate: number | null;
        };
        /** @description The after-sale to read. */
        GetAfterSale: {
            /** @description an id */
            afterSaleId: string;
        };
        /** @description The input of getAnalysis. */
        GetAnalysis: {
            /** @description what a question has given */
            queryId: string;
            /**
             * @description svg: a picture, in the field `svg`, besides
             * @default json
             * @enum {string}
             */
            format?: "json" | "svg";
        };
        /** @description The input of getConversation. */
        GetConversation: {
            /** @description the user whose conversation it is */
            openid: string;
            /** @default null */
            cursor?: string | null;
            /**
             * @description messages of users and agents per page
             * @default 20
             */
            limit?: number;
        };
        /** @description The input of getExport. */
        GetExport: {
            /** @description what exportOrders has given */
            exportId: string;
        };
        /** @description The input of getGoods. */
        GetGoods: {
            /** @description the goods' id */
            goodsId: string;
        };
        /** @description The group to read. */
        GetGroup: {
            /** @description an id */
            groupId: string;
        };
        /** @description The input of getLive. */
        GetLive: {
            /** @description an id */
            liveId: string;
        };
        /** @description The order to read. */
        GetOrder: {
            /** @description an id */
            orderId: string;
        };
        /** @description The input of getPageVersion. */
        GetPageVersion: {
            /**
             * @description the experiment's key
             * @default page
             */
            experiment?: string;
        };
        /** @description The input of getScore. */
        GetScore: Record<string, never>;
        /** @description This function takes no fields. */
        GetService: Record<string, never>;
        /** @description The input of getStock. */
        GetStock: {
            /** @description the SKU's id */
            skuId: string;
        };
        /** @description Nothing is to be said. */
        GetTodayFigures: Record<string, never>;
        /** @description The input of getUpload. */
        GetUpload: {
            /**
             * @description of the picture that is sent
             * @enum {string}
             */
            contentType: "image/jpeg" | "image/png" | "image/webp" | "image/gif";
        };
        /** @description From impressions to money, the goods that sold most first. */
        GoodsAnswer: {
            /**
             * @description for getAnalysis, for a week
             * @default
             */
            queryId?: string;
            /**
             * @description WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again
             * @default DONE
             * @enum {string}
             */
            state?: "WAITING" | "RUNNING" | "DONE" | "FAILED";
            /**
             * @description queries that are done, of `total`
             * @default 1
             */
            done?: number;
            /** @default 1 */
            total?: number;
            /** @description bytes that were read from S3; once DONE */
            scannedBytes?: number;
            /** @description what Athena bills for it; once DONE */
            usd?: number;
            /** @description the picture, with `format: "svg"`; once DONE */
            svg?: string;
            /** @enum {string} */
            by?: "goods" | "category" | "push" | "channel";
            /** @description at most 200 */
            items?: components["schemas"]["GoodsFigures"][];
            totals?: components["schemas"]["PaidTotals"];
        };
        /** @description Goods in the feed. */
        GoodsCard: {
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description what `<image src>` takes: a URL, a file id or a path */
            cover: string;
            /** @description fen per unit, bought without a group */
            price: number;
            category: string;
            /** @description the goods of the smallest rank are shown first */
            rank: number;
            /** @description units, as the operator saved them; not what is left */
            stock: number;
            /** @description the price that is shown crossed out, above `price`; absent: none */
            linePrice?: number;
            /** @description what one is called, as 盒; absent: nobody has said */
            unit?: string;
            /** @description absent if groups cannot buy the goods */
            group?: components["schemas"]["CampaignView"];
            /** @description one or more */
            skus: components["schemas"]["SkuCard"][];
        };
        /** @description A page of the feed, in the order of rank. */
        GoodsFeed: {
            items: components["schemas"]["GoodsCard"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
        };
        /** @description What became of some goods. */
        GoodsFigures: {
            /** @description the id, category or channel; "": there is none */
            key: string;
            /** @description of goods: their title; else the key */
            title: string;
            /** @description how often they were seen */
            impressions: number;
            clicks: number;
            /** @description orders that were placed with them */
            ordered: number;
            /** @description orders that were paid with them */
            paid: number;
            /** @description units that were paid */
            units: number;
            /** @description fen that were paid for them, without freight */
            fen: number;
        };
        /** @description A page of what a search has found. */
        GoodsFound: {
            items: components["schemas"]["GoodsCard"][];
            /** @description pass it as `cursor` for the next page, which may be empty; null on the last page */
            cursor: string | null;
        };
        /** @description Goods on their own page. */
        GoodsPage: {
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description what `<image src>` takes: a URL, a file id or a path */
            cover: string;
            /** @description fen per unit, bought without a group */
            price: number;
            category: string;
            /** @description the goods of the smallest rank are shown first */
            rank: number;
            /** @description units, as the operator saved them; not what is left */
            stock: number;
            /** @description the price that is shown crossed out, above `price`; absent: none */
            linePrice?: number;
            /** @description what one is called, as 盒; absent: nobody has said */
            unit?: string;
            /** @description absent if groups cannot buy the goods */
            group?: components["schemas"]["CampaignView"];
            /** @description one or more */
            skus: components["schemas"]["SkuOnPage"][];
            /** @description what a buyer chooses; a value of each leads to one SKU, or to none. Empty if the SKUs have no options */
            options: components["schemas"]["Option"][];
            /** @description the pictures above; the cover alone if none were saved */
            images: string[];
            /** @description the pictures below */
            detailImages: string[];
            /** @description a text with line breaks; empty: none */
            description: string;
            /**
             * @description express: sent to the buyer; pickup: the buyer fetches it; virtual: there is nothing to carry
             * @enum {string}
             */
            delivery: "express" | "pickup" | "virtual";
            /** @description the freight template; absent: nothing for freight */
            freightId?: string;
            /** @description the sum of the SKUs' `sold` */
            sold: number;
            /** @description true: only operators see this page */
            hidden: boolean;
            /** @description true: not ready; only operators see this page */
            draft: boolean;
            /** @description how often the goods were saved: what `patchGoods` asks for */
            revision: number;
        };
        /**
         * @description Goods to show. A message may arrive twice, or after a later one: show each `pushId` once, and
         *     nothing with a smaller `at` than the message on the screen.
         */
        GoodsPushMessage: {
            /** @enum {string} */
            type: "goodsPush";
            /** @description an id */
            pushId: string;
            /** @description an id */
            liveId: string;
            goods: components["schemas"]["PushedGoods"];
            /** @description ms UTC: the time for which the push was planned */
            at: number;
            /** @description ms UTC: hide the goods at this time */
            bubbleEndsAt: number;
        };
        /** @description The goods were saved. */
        GoodsSaved: {
            /** @description the goods' id: a new one if none was given */
            goodsId: string;
            /** @description the ids of `skus`, in their order: new ones where none were given */
            skuIds: string[];
            /** @description how often the goods were saved: what `patchGoods` asks for */
            revision: number;
        };
        /** @description A SKU of the goods. */
        GoodsSku: {
            /** @description fen per unit, bought without a group */
            price: number;
            /** @description units */
            stock: number;
            /** @default null */
            title?: string | null;
            /** @default null */
            skuId?: string | null;
            /**
             * @description items that share the stock, so that many can buy at once
             * @default 1
             */
            shards?: number;
            /**
             * @description option → value, as 颜色 → 红. All SKUs have the same options, and no two the same values
             * @default {}
             */
            options?: {
                [key: string]: string;
            };
            /**
             * @description grams per unit, for freight
             * @default 0
             */
            weight?: number;
        };
        /** @description Groups. */
        GroupList: {
            items: components["schemas"]["GroupView"][];
        };
        /** @description A member who has paid. */
        GroupMember: {
            leader: boolean;
            /** @description milliseconds UTC */
            joinedAt: number;
            /** @description stands for the user, the same in all groups; absent for guests */
            memberId?: string;
            /** @description true for the caller; absent for guests */
            isMe?: boolean;
        };
        /** @description With `size` members or more, a seat costs `price`: the difference is paid back. */
        GroupTier: {
            /** @description paid members, at least */
            size: number;
            /** @description fen per seat */
            price: number;
        };
        /** @description A group as it is now. */
        GroupView: {
            /** @description an id */
            groupId: string;
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description fen per seat, unless its SKU has another price */
            price: number;
            /** @enum {string} */
            status: "OPEN" | "SUCCESS" | "FAILED";
            /** @description seats */
            size: number;
            /** @description those who have paid, the leader first */
            members: components["schemas"]["GroupMember"][];
            /** @description seats that are neither paid nor held; with 0 one can still join if a hold has expired */
            seatsLeft: number;
            /** @description the deadline, ms UTC */
            expiresAt: number;
            /** @description absent if the campaign has none */
            tiers?: components["schemas"]["GroupTier"][];
            /** @description absent without a seat, and if seats cost nothing */
            mine?: components["schemas"]["OwnSeat"];
        };
        /** @description Something that happened to an order. */
        HistoryEntry: {
            /** @description milliseconds UTC */
            at: number;
            /** @description a status, or ASKED, DENIED, REFUND, GROUP, HAND, ADDRESS, AFTER_SALE, PARCELS (some were sent), CORRECTED (parcels) */
            what: string;
            /** @description the buyer's openid, `wechat`, `clock`, `group`, or an operator: the openid for operators, `shop` for the buyer */
            by: string;
            why: string;
        };
        /** @description The group, and the SKU. */
        JoinGroup: {
            /** @description an id */
            groupId: string;
            /** @default null */
            skuId?: string | null;
            /**
             * @description what happens to a payment that comes when the seat is gone
             * @default refund
             * @enum {string}
             */
            ifFull?: "newGroup" | "refund";
            /** @default null */
            shareCode?: string | null;
            /** @default null */
            addressId?: string | null;
            /** @default null */
            remark?: string | null;
        };
        /**
         * @description The group, and the order of the caller's seat. The order's four fields are absent if the seat
         *     costs nothing.
         */
        JoinedGroup: {
            /** @description an id */
            groupId: string;
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description fen per seat, unless its SKU has another price */
            price: number;
            /** @enum {string} */
            status: "OPEN" | "SUCCESS" | "FAILED";
            /** @description seats */
            size: number;
            /** @description those who have paid, the leader first */
            members: components["schemas"]["GroupMember"][];
            /** @description seats that are neither paid nor held; with 0 one can still join if a hold has expired */
            seatsLeft: number;
            /** @description the deadline, ms UTC */
            expiresAt: number;
            /** @description absent if the campaign has none */
            tiers?: components["schemas"]["GroupTier"][];
            /** @description absent without a seat, and if seats cost nothing */
            mine?: components["schemas"]["OwnSeat"];
            /** @description an id */
            orderId?: string;
            /** @description fen to pay */
            total?: number;
            payment?: components["schemas"]["PaymentFields"];
            /** @description ms UTC: the seat is held until then */
            payBefore?: number;
        };
        /** @description A part of an exclusive layer: experiments with other parts of it share no user. */
        Layer: {
            /** @description the layer */
            name: string;
            /** @description where the part begins, as a share of all users */
            start: number;
            /** @description where it ends; the next part can begin there */
            end: number;
        };
        /** @description The group to leave. */
        LeaveGroup: {
            /** @description an id */
            groupId: string;
        };
        /** @description Something that changed a user's points. */
        LedgerEntry: {
            /** @description the event; it is counted only once, such as `purchase#<orderId>` */
            entry: string;
            /** @description points, signed: negative if they were taken */
            points: number;
            /** @description the sum of all entries up to this one: score less debt, signed */
            balance: number;
            /** @description milliseconds UTC */
            at: number;
            /** @description a rule's action, or `spend`, `refund`, `expire`, `clawback` or `adjust` */
            action: string;
            /** @description the operator's reason for an adjustment; absent from other entries */
            reason?: string;
        };
        /** @description Nothing needs to be said. */
        ListAddresses: Record<string, never>;
        /** @description Which after-sales, and which page. */
        ListAfterSales: {
            /**
             * @description ASKED if not given: what the shop has to decide on
             * @default ASKED
             * @enum {string}
             */
            status?: "ASKED" | "AGREED" | "SENT" | "RECEIVED" | "REFUNDED" | "DENIED" | "WITHDRAWN" | "EXPIRED";
            /** @default null */
            cursor?: string | null;
            /**
             * @description after-sales per page
             * @default 20
             */
            limit?: number;
        };
        /** @description This function takes no fields. */
        ListAlerts: Record<string, never>;
        /** @description The input of listConversations. */
        ListConversations: {
            /**
             * @description the queue, or the conversations that the caller has taken
             * @default waiting
             * @enum {string}
             */
            which?: "waiting" | "mine";
            /** @default null */
            cursor?: string | null;
            /**
             * @description conversations per page
             * @default 20
             */
            limit?: number;
        };
        /** @description The day; today unless given. */
        ListDrift: {
            /** @default null */
            day?: string | null;
        };
        /** @description The input of listEvents. */
        ListEvents: Record<string, never>;
        /** @description Nothing needs to be said. */
        ListExperiments: Record<string, never>;
        /** @description The input of listFaq. */
        ListFaq: {
            /** @default null */
            cursor?: string | null;
        };
        /** @description Nothing needs to be said. */
        ListFreight: Record<string, never>;
        /** @description The input of listGoods. */
        ListGoods: {
            /** @default null */
            cursor?: string | null;
            /**
             * @description goods on a page, at most
             * @default 20
             */
            limit?: number;
            /** @default null */
            category?: string | null;
        };
        /** @description Which goods, and which page. */
        ListGoodsForOperators: {
            /**
             * @description goods in any, if not given
             * @default null
             */
            state?: ("shown" | "hidden" | "draft") | null;
            /** @default null */
            cursor?: string | null;
            /**
             * @description goods per page
             * @default 20
             */
            limit?: number;
        };
        /** @description The input of listGoodsPush. */
        ListGoodsPush: {
            /** @description an id */
            liveId: string;
            /** @default null */
            cursor?: string | null;
        };
        /** @description Which groups, and which page. */
        ListGroups: {
            /**
             * @description groups in any, if not given
             * @default null
             */
            status?: ("OPEN" | "SUCCESS" | "FAILED") | null;
            /**
             * @description groups on these goods alone
             * @default null
             */
            goodsId?: string | null;
            /** @default null */
            cursor?: string | null;
            /**
             * @description groups per page
             * @default 20
             */
            limit?: number;
        };
        /** @description The input of listLives. */
        ListLives: {
            /** @default null */
            cursor?: string | null;
        };
        /** @description Which page. */
        ListMyAfterSales: {
            /** @default null */
            cursor?: string | null;
            /**
             * @description after-sales per page
             * @default 20
             */
            limit?: number;
        };
        /** @description Nothing is needed. */
        ListMyGroups: Record<string, never>;
        /** @description This function takes no fields. */
        ListNotices: Record<string, never>;
        /** @description The goods. */
        ListOpenGroups: {
            /** @description an id */
            goodsId: string;
        };
        /** @description Which orders, and which page. */
        ListOrders: {
            /** @default null */
            cursor?: string | null;
            /** @default null */
            status?: ("PENDING" | "PAID" | "SHIPPED" | "COMPLETED" | "CLOSED" | "REFUNDING" | "REFUNDED") | null;
            /**
             * @description orders per page
             * @default 20
             */
            limit?: number;
        };
        /** @description This function takes no fields. */
        ListSales: Record<string, never>;
        /** @description The input of listScore. */
        ListScore: {
            /** @default null */
            cursor?: string | null;
        };
        /** @description The input of listScoreRules. */
        ListScoreRules: Record<string, never>;
        /** @description The input of listUsers. */
        ListUsers: {
            /** @default null */
            role?: ("operator" | "host" | "agent") | null;
        };
        /** @description A live room: its viewers, and its pushes in the order of their times. */
        LiveAnswer: {
            /**
             * @description for getAnalysis, for a week
             * @default
             */
            queryId?: string;
            /**
             * @description WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again
             * @default DONE
             * @enum {string}
             */
            state?: "WAITING" | "RUNNING" | "DONE" | "FAILED";
            /**
             * @description queries that are done, of `total`
             * @default 1
             */
            done?: number;
            /** @default 1 */
            total?: number;
            /** @description bytes that were read from S3; once DONE */
            scannedBytes?: number;
            /** @description what Athena bills for it; once DONE */
            usd?: number;
            /** @description the picture, with `format: "svg"`; once DONE */
            svg?: string;
            /** @description an id */
            liveId?: string;
            /** @description users and guests who were there, each once */
            viewers?: number;
            /** @description fen that were paid for orders from its pushes */
            fen?: number;
            pushes?: components["schemas"]["PushFigures"][];
        };
        /** @description A page of rooms, the one that begins last at the top. */
        LiveList: {
            items: components["schemas"]["LiveView"][];
            /** @description for the next page; null on the last one */
            cursor: string | null;
        };
        /** @description The room that was saved. */
        LiveSaved: {
            /** @description the room's id; a new one if none was given */
            liveId: string;
        };
        /** @description A live room. */
        LiveView: {
            /** @description an id */
            liveId: string;
            /** @description null: a host pushes there, nobody has saved it */
            title: string | null;
            /** @description null: as the title */
            startAt: number | null;
            /** @description null: it has no end */
            endAt: number | null;
            /** @description the host's openid, null: the shop's; only operators and hosts see it */
            host?: string | null;
        };
        /** @description With `anonymousId`, what the user did before as a guest counts as theirs in analytics. */
        Login: {
            /** @description `code` of wx.login; it works once */
            code: string;
            /** @default null */
            anonymousId?: string | null;
        };
        /** @description A session, and who the user is. */
        LoginResult: {
            /** @description the session; send it as a bearer token */
            token: string;
            /** @description seconds until the session ends */
            expiresIn: number;
            /** @description the user's openid in this mini-program */
            openid: string;
            /** @description true if the shop has not seen this user before */
            isNew: boolean;
        };
        /** @description A SKU with few free units. */
        LowSku: {
            /** @description an id */
            skuId: string;
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description free units, those of flash sales included */
            remaining: number;
        };
        /** @description Goods, as operators see them in a list. */
        ManagedGoods: {
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description what `<image src>` takes: a URL, a file id or a path */
            cover: string;
            /** @description fen per unit, bought without a group */
            price: number;
            category: string;
            /** @description the goods of the smallest rank are shown first */
            rank: number;
            /** @description units, as the operator saved them; not what is left */
            stock: number;
            /** @description the price that is shown crossed out, above `price`; absent: none */
            linePrice?: number;
            /** @description what one is called, as 盒; absent: nobody has said */
            unit?: string;
            /** @description absent if groups cannot buy the goods */
            group?: components["schemas"]["CampaignView"];
            /** @description one or more */
            skus: components["schemas"]["SkuCard"][];
            /**
             * @description shown: shoppers see them; draft: they are not ready yet
             * @enum {string}
             */
            state: "shown" | "hidden" | "draft";
            /** @description how often the goods were saved: what `patchGoods` asks for */
            revision: number;
            /** @description milliseconds UTC */
            createdAt: number;
            /** @description milliseconds UTC */
            updatedAt: number;
        };
        /**
         * @description A page of goods. A page may have fewer goods than asked for, and even none, though there are
         *     more: the cursor tells.
         */
        ManagedGoodsPage: {
            items: components["schemas"]["ManagedGoods"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
        };
        /** @description What an experiment shall change. */
        Metric: {
            /** @description as `orders`; each metric has another one */
            name: string;
            /** @description the event that counts, as `order_paid` */
            event: string;
            /** @default null */
            value?: string | null;
            /**
             * @description the event counts in the hours after the user first got a version. Users whose hours are not over are left out
             * @default 72
             */
            windowHours?: number;
            /**
             * @description true for what should become less, as refunds
             * @default false
             */
            lowerIsBetter?: boolean;
        };
        /** @description What the variants did for one metric. */
        MetricResult: {
            /** @description an id */
            metric: string;
            arms: components["schemas"]["ArmResult"][];
            comparisons: components["schemas"]["Comparison"][];
        };
        /** @description The answer to `current` if no goods are on show in the room. */
        NoGoods: {
            /** @enum {string} */
            type: "noGoods";
        };
        /** @description All notices. */
        NoticeList: {
            items: components["schemas"]["NoticeTemplate"][];
        };
        /** @description A notice, and the template that it uses from now on. */
        NoticeSaved: {
            /** @enum {string} */
            notice: "groupSuccess" | "groupFailed" | "paid" | "paySoon" | "orderShipped" | "orderRefunded" | "pointsExpiring" | "saleBegins";
            /** @description the id of the template at WeChat */
            templateId: string;
        };
        /** @description A notice, the facts that it can tell, and the template that it uses. */
        NoticeTemplate: {
            /** @enum {string} */
            notice: "groupSuccess" | "groupFailed" | "paid" | "paySoon" | "orderShipped" | "orderRefunded" | "pointsExpiring" | "saleBegins";
            /** @description the name of each fact, with an example */
            facts: {
                [key: string]: string;
            };
            /** @description null: it has none yet, so nobody gets this notice */
            templateId: string | null;
            /** @description the page that a tap opens */
            page: string | null;
            /** @description what each key of the template shows */
            data: {
                [key: string]: string;
            };
        };
        /** @description A span of some days of the week. */
        OpenHours: {
            /** @description 1 (Monday) to 7 (Sunday) */
            days: number[];
            /** @description 09:00, in Shanghai */
            from: string;
            /** @description 18:00; 24:00 is midnight. If it is earlier than `from`: of the next day */
            to: string;
        };
        /** @description What a buyer chooses, such as a colour. */
        Option: {
            name: string;
            /** @description one or more, in the order of the SKUs */
            values: string[];
        };
        /** @description How many orders there are. */
        OrderCounts: {
            byStatus: components["schemas"]["ByStatus"];
            /** @description orders that can be shipped */
            toShip: number;
            /** @description orders that could have been shipped for more than 24 hours; 10000 stands for 10000 or more */
            toShipLate: number;
            /** @description orders for which a refund is asked */
            refundsAsked: number;
        };
        /** @description An order with its refunds and its history. */
        OrderDetail: {
            /** @description an id */
            orderId: string;
            /** @enum {string} */
            status: "PENDING" | "PAID" | "SHIPPED" | "COMPLETED" | "CLOSED" | "REFUNDING" | "REFUNDED";
            items: components["schemas"]["OrderItem"][];
            /** @description fen to pay, after points and with freight */
            total: number;
            /** @description fen of the total that are freight */
            freight: number;
            /**
             * @description express: sent to the buyer; pickup: the buyer fetches the goods; virtual: there is nothing to carry
             * @enum {string}
             */
            delivery: "express" | "pickup" | "virtual";
            /** @description points that pay for the rest */
            points: number;
            /** @description fen that were, or are being, paid back */
            refunded: number;
            /** @description milliseconds UTC */
            createdAt: number;
            /** @description ms UTC: an unpaid order is closed then */
            payBefore: number;
            /** @description the flash sale; absent if none */
            saleId?: string;
            /** @description the group of its seat; absent if none */
            groupId?: string;
            /** @description the first parcel */
            shipping?: components["schemas"]["Shipment"];
            /** @description while the order is PAID, units are left to ship; absent if none */
            parcels?: components["schemas"]["Parcel"][];
            /** @description when the last units were sent or handed over; ms UTC */
            shippedAt?: number;
            /** @description why the buyer asks for a refund, until it is decided; or for an after-sale, while one is under way */
            refundAsked?: string;
            refunds: components["schemas"]["RefundView"][];
            history: components["schemas"]["HistoryEntry"][];
            /** @description where it is sent; absent if the order has none */
            address?: components["schemas"]["Address"];
            /** @description the buyer's; absent if none */
            remark?: string;
            /** @description after-sales that are under way; absent if none */
            afterSales?: string[];
        };
        /** @description A SKU of an order, as it was bought. */
        OrderItem: {
            /** @description an id */
            skuId: string;
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description fen per unit */
            price: number;
            /** @description units */
            quantity: number;
            /** @description units refunded; absent if none */
            refunded?: number;
            /** @description fen that points take off all units; absent if none */
            discount?: number;
            /** @description as 颜色 → 红; absent if the SKU has none */
            options?: {
                [key: string]: string;
            };
        };
        /** @description A page of orders, newest first. */
        OrderPage: {
            items: components["schemas"]["OrderView"][];
            /** @description pass it as `cursor` for the next page; null on the last page */
            cursor: string | null;
        };
        /** @description An order. */
        OrderView: {
            /** @description an id */
            orderId: string;
            /** @enum {string} */
            status: "PENDING" | "PAID" | "SHIPPED" | "COMPLETED" | "CLOSED" | "REFUNDING" | "REFUNDED";
            items: components["schemas"]["OrderItem"][];
            /** @description fen to pay, after points and with freight */
            total: number;
            /** @description fen of the total that are freight */
            freight: number;
            /**
             * @description express: sent to the buyer; pickup: the buyer fetches the goods; virtual: there is nothing to carry
             * @enum {string}
             */
            delivery: "express" | "pickup" | "virtual";
            /** @description points that pay for the rest */
            points: number;
            /** @description fen that were, or are being, paid back */
            refunded: number;
            /** @description milliseconds UTC */
            createdAt: number;
            /** @description ms UTC: an unpaid order is closed then */
            payBefore: number;
            /** @description the flash sale; absent if none */
            saleId?: string;
            /** @description the group of its seat; absent if none */
            groupId?: string;
            /** @description the first parcel */
            shipping?: components["schemas"]["Shipment"];
            /** @description while the order is PAID, units are left to ship; absent if none */
            parcels?: components["schemas"]["Parcel"][];
            /** @description when the last units were sent or handed over; ms UTC */
            shippedAt?: number;
            /** @description why the buyer asks for a refund, until it is decided; or for an after-sale, while one is under way */
            refundAsked?: string;
        };
        /** @description The caller's own seat. */
        OwnSeat: {
            /** @enum {string} */
            state: "HELD" | "PAID";
            /** @description an id */
            orderId: string;
            /** @description ms UTC: a held seat is free again then; absent if paid */
            payBefore?: number;
        };
        /** @description A version of the page. */
        PageVariant: {
            /** @description as v1; the first variant is the control */
            name: string;
            /** @description its part of the users, relative to the other weights */
            weight: number;
            /**
             * @description what the page does differently: names and values
             * @default {}
             */
            config?: {
                [key: string]: string | number | boolean;
            };
        };
        /** @description The version of a page that the caller gets. */
        PageVersion: {
            /** @description the variant's name, as v1 */
            variant: string;
            /** @description what the page does differently: names and values */
            config: {
                [key: string]: string | number | boolean;
            };
            /** @description false: the caller does not count, because the experiment does not run, or the caller is a tester or not in its layer or audience */
            inExperiment: boolean;
        };
        /** @description What was paid from midnight in Shanghai to the same time of day as now, to ten minutes. */
        PaidFigures: {
            /** @description fen */
            paidFen: number;
            paidOrders: number;
        };
        /** @description What was paid in this time, for all goods. It is what the orders say, to the fen. */
        PaidTotals: {
            /** @description orders that were paid */
            orders: number;
            /** @description fen that were paid, with freight */
            fen: number;
            /** @description fen of these that are freight */
            freightFen: number;
            /** @description fen that were paid back, of refunds granted in this time */
            refundedFen: number;
        };
        /** @description A parcel of an order. */
        Parcel: {
            /** @description WeChat's id of the express company */
            carrier: string;
            /** @description its name in Chinese; its id if it has none here */
            carrierName: string;
            trackingNumber: string;
            /** @description milliseconds UTC */
            shippedAt: number;
            /** @description masked phone number; absent if none was given */
            contact?: string;
            /** @description what is in it; absent if it was not said: all that was left */
            lines?: components["schemas"]["ParcelContent"][];
        };
        /** @description Units of a SKU in a parcel. */
        ParcelContent: {
            /** @description an id */
            skuId: string;
            /** @description units */
            quantity: number;
        };
        /** @description A parcel. Without `lines`, it holds units of all that is left to ship. */
        ParcelForm: {
            /** @description WeChat's id of the express company */
            carrier: string;
            /** @description at most 32 characters: it is never cut, and WeChat's messages hold no more */
            trackingNumber: string;
            /** @default null */
            contact?: string | null;
            /** @default null */
            lines?: components["schemas"]["ParcelLine"][] | null;
        };
        /** @description Units of a SKU in a parcel. */
        ParcelLine: {
            /** @description an id */
            skuId: string;
            quantity: number;
        };
        /** @description The input of patchGoods. */
        PatchGoods: {
            /** @description the goods' id */
            goodsId: string;
            /** @description of the goods as the operator has seen them */
            revision: number;
            /** @description what buyers read */
            title?: string;
            /** @description a picture: a URL, a file id of the cloud, or a path */
            cover?: string;
            /** @description fen per unit, bought without a group */
            price?: number;
            /** @description the goods are listed under it */
            category?: string;
            /** @description the goods of the smallest rank are shown first */
            rank?: number;
            /** @description units */
            stock?: number;
            /** @description items that share the stock, so that many can buy at once */
            shards?: number;
            group?: components["schemas"]["Campaign"] | null;
            /** @description true: not shown, and not sold */
            hidden?: boolean;
            /** @description true: not ready, so not shown, and not sold */
            draft?: boolean;
            /** @description pictures, the first one first */
            images?: string[];
            /** @description the pictures below the description */
            detailImages?: string[];
            description?: string | null;
            linePrice?: number | null;
            unit?: string | null;
            /** @description grams per unit, for freight */
            weight?: number;
            /**
             * @description express: sent to the buyer; pickup: the buyer fetches it; virtual: there is nothing to carry
             * @enum {string}
             */
            delivery?: "express" | "pickup" | "virtual";
            freightId?: string | null;
            /** @description those that change; the others stay */
            skus?: components["schemas"]["PatchedSku"][];
        };
        /** @description What changes of a SKU. */
        PatchedSku: {
            /** @description a SKU of these goods; each one once */
            skuId: string;
            /** @description such as a size or a colour */
            title?: string;
            /** @description fen per unit, bought without a group */
            price?: number;
            /** @description units */
            stock?: number;
            /** @description items that share the stock, so that many can buy at once */
            shards?: number;
            /** @description option → value, as 颜色 → 红. All SKUs have the same options, and no two the same values */
            options?: {
                [key: string]: string;
            };
            /** @description grams per unit, for freight */
            weight?: number;
        };
        /** @description The order to pay. */
        PayOrder: {
            /** @description an id */
            orderId: string;
        };
        /** @description What `wx.requestPayment` takes, signed by the shop: pass it on unchanged. */
        PaymentFields: {
            /** @description when it was signed, seconds UTC; a text, because iOS takes no number */
            timeStamp: string;
            /** @description random characters */
            nonceStr: string;
            /** @description `prepay_id=...`: the payment, for two hours */
            package: string;
            /**
             * @description SHA256 with RSA
             * @enum {string}
             */
            signType: "RSA";
            /** @description the signature, in base64 */
            paySign: string;
        };
        /** @description A short answer that agents have at hand. */
        Phrase: {
            title: string;
            /** @description a text; line breaks are allowed */
            text: string;
        };
        /** @description What the buyer orders. */
        PlaceOrder: {
            items: components["schemas"]["SkuQuantity"][];
            /** @default null */
            saleId?: string | null;
            /**
             * @description points to pay with; those that are worth less than a fen are not spent
             * @default 0
             */
            points?: number;
            /** @default null */
            pushId?: string | null;
            /** @default null */
            shareCode?: string | null;
            /** @default null */
            addressId?: string | null;
            /** @default null */
            remark?: string | null;
            /** @default null */
            expectTotal?: number | null;
        };
        /** @description An order, and what `wx.requestPayment` needs to pay it. */
        PlacedOrder: {
            /** @description an id */
            orderId: string;
            /** @description fen to pay */
            total: number;
            /**
             * @description PAID if there is nothing to pay
             * @enum {string}
             */
            status: "PENDING" | "PAID";
            /** @description null if there is nothing to pay */
            payment: components["schemas"]["PaymentFields"] | null;
            /** @description ms UTC: an unpaid order is closed then */
            payBefore: number;
        };
        /** @description The answer to `ping`. */
        Pong: {
            /** @enum {string} */
            type: "pong";
            /** @description ms UTC: the server's time */
            at: number;
        };
        /** @description A push that viewers will not get. */
        PushCancelled: {
            /** @description an id */
            pushId: string;
            /** @enum {string} */
            status: "CANCELLED";
        };
        /** @description What became of one push of goods. */
        PushFigures: {
            /** @description an id */
            pushId: string;
            goodsId: string;
            title: string;
            /** @description ms UTC: when it went out, or is to */
            at: number;
            /** @description users who saw it, each once */
            seen: number;
            /** @description users who clicked it, each once */
            clicked: number;
            /** @description orders that were placed from it */
            ordered: number;
            /** @description orders that were paid from it */
            paid: number;
            /** @description fen that were paid for these orders */
            fen: number;
        };
        /** @description A push in the timeline of a live room, and a marker in its replay. */
        PushMarker: {
            /** @description an id */
            pushId: string;
            /** @description an id */
            goodsId: string;
            /** @description ms UTC: the time for which the push is planned */
            fireAt: number;
            /** @description how long clients show the goods, in seconds */
            bubbleSeconds: number;
            /** @enum {string} */
            status: "SCHEDULED" | "PUSHED" | "CANCELLED";
            /** @description ms UTC: when it went out; absent before that */
            pushedAt?: number;
        };
        /** @description A push that is planned. The same goods at the same time in the same room are one push. */
        PushScheduled: {
            /** @description an id */
            pushId: string;
            /** @description ms UTC: the `timestamp` of the request */
            fireAt: number;
        };
        /** @description Pushes in the order of their planned times: one page of the timeline. */
        PushTimeline: {
            /** @description at most 50; the last page may be empty */
            items: components["schemas"]["PushMarker"][];
            /** @description send it to get the next page; null on the last page */
            cursor: string | null;
        };
        /** @description Goods as they were at the moment of the push. */
        PushedGoods: {
            /** @description an id */
            goodsId: string;
            title: string;
            /** @description the picture */
            cover: string;
            /** @description fen per unit, bought without a group */
            price: number;
            /** @description units, as the operator saved them; not what is left */
            stock: number;
        };
        /** @description What the buyer would order. */
        QuoteOrder: {
            items: components["schemas"]["SkuQuantity"][];
            /** @default null */
            addressId?: string | null;
            /**
             * @description points to pay with
             * @default 0
             */
            points?: number;
            /** @default null */
            saleId?: string | null;
        };
        /** @description A SKU as it would be ordered. */
        QuotedLine: {
            /** @description an id */
            skuId: string;
            /** @description units */
            quantity: number;
            /** @description fen per unit; 0 if there is no such SKU */
            price: number;
            /** @description fen that points take off all units */
            discount: number;
            /** @description fen for all units, before the discount */
            amount: number;
            /**
             * @description why this line cannot be ordered: the errCode with which placeOrder refuses it; absent if it can
             * @enum {string}
             */
            trouble?: "SKU_NOT_FOUND" | "UNITS_LIMIT" | "SALE_LIMIT" | "SOLD_OUT" | "NOT_DELIVERED";
        };
        /**
         * @description What an order would cost. `total` = `goodsTotal` - `discount` + `freight`; lines in trouble
         *     are in the sums.
         */
        QuotedOrder: {
            lines: components["schemas"]["QuotedLine"][];
            /** @description fen: the sum of the lines' amounts */
            goodsTotal: number;
            /** @description fen that points take off */
            discount: number;
            /** @description fen; the same for every area that is served */
            freight: number;
            /** @description fen to pay: `expectTotal` of placeOrder */
            total: number;
            /** @description points that would be spent */
            points: number;
            /** @description the most points that the caller can use for this order */
            pointsUsable: number;
            /**
             * @description express: sent to the buyer; pickup: the buyer fetches the goods; virtual: there is nothing to carry
             * @enum {string}
             */
            delivery: "express" | "pickup" | "virtual";
            /** @description placeOrder refuses it without `addressId` */
            needsAddress: boolean;
        };
        /** @description The input of rebuildDesk. */
        RebuildDesk: {
            /**
             * @description begin a rebuild; false: only see how far the last one is
             * @default true
             */
            start?: boolean;
        };
        /** @description How far a rebuild of the desk is. */
        RebuildView: {
            /**
             * @description STOPPED: it failed; begin another one
             * @enum {string}
             */
            state: "RUNNING" | "DONE" | "STOPPED";
            /** @description what is being done: orders, groups, stock, goods, switch, clean, done */
            step: string;
            /** @description items that were read in this step */
            done: number;
            /** @description milliseconds UTC */
            startedAt: number;
            /** @description milliseconds UTC */
            updatedAt: number;
        };
        /** @description What came back. */
        ReceiveReturn: {
            /** @description an id */
            afterSaleId: string;
            /** @description true: the units go back to the stock */
            resaleable: boolean;
        };
        /** @description What to pay back, and why. */
        RefundOrder: {
            /** @description an id */
            orderId: string;
            reason: string;
            /** @default null */
            items?: components["schemas"]["SkuQuantity"][] | null;
            /**
             * @description an operator denies the refund; an order of which money went back in WeChat Pay's console goes on
             * @default false
             */
            deny?: boolean;
            /**
             * @description the money went back in WeChat Pay's console already: it is noted, and not sent again
             * @default false
             */
            byHand?: boolean;
        };
        /** @description A refund. */
        RefundView: {
            /** @description an id */
            refundNo: string;
            /** @enum {string} */
            status: "WAITING" | "PROCESSING" | "SUCCESS" | "FAILED";
            /**
             * @description REQUEST: it was granted; else a payment that no order could take: it came after closing, twice, with a wrong amount, or for no order
             * @enum {string}
             */
            why: "REQUEST" | "LATE" | "DOUBLE" | "AMOUNT" | "ORPHAN";
            reason: string;
            /** @description fen, hundredths of a yuan */
            amount: number;
            /** @description milliseconds UTC */
            at: number;
            /** @description fen of the amount that are freight; absent if none */
            freight?: number;
        };
        /** @description An event that was not taken. To send it again as it is does not help. */
        RejectedEvent: {
            insertId: string;
            /** @description EVENT_UNKNOWN, EVENT_PROPERTY, EVENT_LATE or EVENT_EARLY */
            errCode: string;
        };
        /** @description The input of releaseConversation. */
        ReleaseConversation: {
            /** @description the user whose conversation it is */
            openid: string;
            /** @default null */
            token?: string | null;
            /**
             * @description who goes on: the bot, or another agent
             * @default bot
             * @enum {string}
             */
            to?: "bot" | "queue";
        };
        /** @description The input of remindSale. */
        RemindSale: {
            /** @description the flash sale's id */
            saleId: string;
            /**
             * @description false: no reminder any more
             * @default true
             */
            on?: boolean;
        };
        /** @description Whether the user is told when the flash sale begins. */
        ReminderSet: {
            /** @description an id */
            saleId: string;
            /** @description whether the user is told */
            on: boolean;
            /** @description ms UTC: when the sale begins */
            startAt: number;
        };
        /** @description How many replies WeChat still allows. The user's next message makes them five again. */
        RepliesLeft: {
            /** @description of five within 48 hours */
            left: number;
            /** @description ms UTC: until when; null if none is left */
            until: number | null;
            /** @description only the last one is left: it is kept for the note (`isNote`) */
            noteOnly: boolean;
        };
        /** @description The input of replyConversation. */
        ReplyConversation: {
            /** @description the user whose conversation it is */
            openid: string;
            /** @description of `takeConversation` or `getConversation` */
            token: string;
            /** @description made by the client, a new one for each reply; a repeat sends nothing */
            replyId: string;
            /** @description a text; line breaks are allowed */
            text: string;
            /**
             * @description the note for which the last reply is kept: it may use it up
             * @default false
             */
            isNote?: boolean;
        };
        /** @description An agent's reply. */
        ReplySent: {
            /** @description the user whose conversation it is */
            openid: string;
            /** @description an id */
            replyId: string;
            /**
             * @description SENT; UNSURE: WeChat has not answered, the user may have it; FAILED: of a repeat, WeChat has refused it before
             * @enum {string}
             */
            state: "SENT" | "UNSURE" | "FAILED";
            replies: components["schemas"]["RepliesLeft"];
        };
        /** @description The input of resolveShare. */
        ResolveShare: {
            /** @description an id */
            code: string;
        };
        /** @description Who comes back, by the day or week in which they began. */
        RetentionAnswer: {
            /**
             * @description for getAnalysis, for a week
             * @default
             */
            queryId?: string;
            /**
             * @description WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again
             * @default DONE
             * @enum {string}
             */
            state?: "WAITING" | "RUNNING" | "DONE" | "FAILED";
            /**
             * @description queries that are done, of `total`
             * @default 1
             */
            done?: number;
            /** @default 1 */
            total?: number;
            /** @description bytes that were read from S3; once DONE */
            scannedBytes?: number;
            /** @description what Athena bills for it; once DONE */
            usd?: number;
            /** @description the picture, with `format: "svg"`; once DONE */
            svg?: string;
            /** @enum {string} */
            unit?: "day" | "week";
            cohorts?: components["schemas"]["Cohort"][];
        };
        /** @description Those of a cohort who came back in one day or week. */
        RetentionCell: {
            users: number;
            rate: number;
            /** @description that day or week is not over, so there may be more */
            unfinished: boolean;
        };
        /** @description The group robot, as it was seen last. Nothing of its webhook is shown. */
        RobotSeen: {
            /** @description whether the secret names a robot: without one, no alert is told */
            isSet: boolean;
            /** @description ms UTC: when it last took a message; null: never */
            sentAt: number | null;
            /** @description ms UTC: when a message last failed; null: never, or it works again */
            failedAt: number | null;
            /** @description why: ROBOT_CONFIG if the webhook is wrong, else WeCom or the network */
            failure: string | null;
        };
        /** @description How a user's roles changed once. */
        RoleChange: {
            /** @description milliseconds UTC */
            at: number;
            /** @description who did it: an openid, or "tool" */
            by: string;
            /** @description roles that the user got */
            gave: string[];
            /** @description roles that the user lost */
            took: string[];
        };
        /** @description What became of a row. */
        RowResult: {
            orderId: string;
            /** @description true if the order has this parcel, also if it had it */
            ok: boolean;
            /** @description absent if it is ok */
            errCode?: string;
        };
        /** @description An answer for each row, in the order of the rows. */
        RowResults: {
            results: components["schemas"]["RowResult"][];
        };
        /** @description A flash sale of one SKU. */
        SaleCard: {
            /** @description an id */
            saleId: string;
            /** @description an id */
            skuId: string;
            /** @description the goods that the SKU belongs to */
            goodsId: string;
            /** @description the SKU's title */
            title: string;
            /** @description fen per unit */
            price: number;
            /** @description units that one buyer may buy */
            limit: number;
            /** @description ms UTC: orders can be placed from then on */
            startAt: number;
            /** @description ms UTC: no orders from then on */
            endAt: number;
            /** @description units, as the operator saved them; not what is left */
            stock: number;
        };
        /** @description Flash sales, the one that ends first at the top. */
        SaleList: {
            items: components["schemas"]["SaleCard"][];
        };
        /** @description The flash sale was saved. */
        SaleSaved: {
            /** @description the sale's id: a new one if none was given */
            saleId: string;
        };
        /** @description Whether the variants have as many users as their weights say. */
        SampleRatioResult: {
            p: number;
            /** @description true: something is broken; believe no difference */
            flagged: boolean;
        };
        /** @description An address, as `wx.chooseAddress` gives it. */
        SaveAddress: {
            /** @description who receives the goods */
            userName: string;
            /** @description their phone number */
            telNumber: string;
            provinceName: string;
            /** @description may be empty */
            cityName: string;
            /** @description may be empty */
            countyName: string;
            /** @description street and house */
            detailInfo: string;
            /**
             * @description the area's code (GB/T 2260), for areas that are not served
             * @default
             */
            nationalCode?: string;
            /**
             * @description may be empty
             * @default
             */
            postalCode?: string;
            /**
             * @description may be empty
             * @default
             */
            streetName?: string;
            /**
             * @description may be empty
             * @default
             */
            detailInfoNew?: string;
            /**
             * @description not used
             * @default
             */
            nationalCodeFull?: string;
            /**
             * @description not used
             * @default
             */
            errMsg?: string;
            /** @default null */
            addressId?: string | null;
            /** @default null */
            isDefault?: boolean | null;
        };
        /** @description The input of saveAlerts. */
        SaveAlerts: {
            /** @description kind → whether it is on */
            kinds: {
                [key: string]: boolean;
            };
        };
        /** @description The input of saveEvent. */
        SaveEvent: {
            /** @description small letters, digits and _, as `goods_click` */
            name: string;
            /** @description what pictures call it */
            title: string;
            /**
             * @description all properties of the event, and their types
             * @default {}
             */
            props?: {
                [key: string]: "id" | "text" | "int" | "number" | "bool";
            };
        };
        /** @description The experiment. */
        SaveExperiment: {
            /** @description the experiment's key; it is the seed of the assignment */
            key: string;
            variants: components["schemas"]["PageVariant"][];
            /** @description the first one decides */
            metrics: components["schemas"]["Metric"][];
            /** @description ms UTC: from then on versions are assigned */
            start: number;
            /** @description ms UTC: from then on all users get the winner, or the control */
            stop: number;
            /** @description the smallest change that matters, relative to the control: 0.1 is 10 % */
            minimumEffect: number;
            /** @default null */
            layer?: components["schemas"]["Layer"] | null;
            audience?: components["schemas"]["Audience"];
            /**
             * @description openid → the name of the variant that this user gets; they do not count
             * @default {}
             */
            testers?: {
                [key: string]: string;
            };
            /**
             * @description how p values are corrected if there are several comparisons
             * @default holm
             * @enum {string}
             */
            correction?: "holm" | "benjaminiHochberg";
            /** @default null */
            winner?: string | null;
        };
        /** @description The input of saveFaq. */
        SaveFaq: {
            question: string;
            keywords: string[];
            /** @description a text; line breaks are allowed */
            answer: string;
            /** @default null */
            faqId?: string | null;
            /** @default false */
            hidden?: boolean;
        };
        /** @description The input of saveFreight. */
        SaveFreight: {
            /** @description what operators call it */
            title: string;
            /**
             * @description what `first` and `further` count: units, or grams
             * @enum {string}
             */
            by: "count" | "weight";
            /** @description units or grams that cost `firstFen` */
            first: number;
            /** @description fen */
            firstFen: number;
            /** @description units or grams of each further step */
            further: number;
            /** @description fen for each further step that is begun */
            furtherFen: number;
            /** @default null */
            freightId?: string | null;
            /** @default null */
            freeFrom?: number | null;
            /**
             * @description beginnings of area codes (GB/T 2260): not sent there
             * @default []
             */
            notTo?: string[];
        };
        /** @description The input of saveGoods. */
        SaveGoods: {
            /** @description what buyers read */
            title: string;
            /** @description a picture: a URL, a file id of the cloud, or a path */
            cover: string;
            /** @description fen per unit, bought without a group */
            price: number;
            /** @description the goods are listed under it */
            category: string;
            /** @description the goods of the smallest rank are shown first */
            rank: number;
            /** @description units; of goods with `skus`, only shown */
            stock: number;
            /** @default null */
            goodsId?: string | null;
            /** @default null */
            revision?: number | null;
            /**
             * @description items that share the stock, so that many can buy at once
             * @default 1
             */
            shards?: number;
            /** @default null */
            group?: components["schemas"]["Campaign"] | null;
            /**
             * @description true: not shown, and not sold
             * @default false
             */
            hidden?: boolean;
            /**
             * @description true: not ready, so not shown, and not sold
             * @default false
             */
            draft?: boolean;
            /**
             * @description pictures, the first one first
             * @default []
             */
            images?: string[];
            /**
             * @description the pictures below the description
             * @default []
             */
            detailImages?: string[];
            /** @default null */
            description?: string | null;
            /** @default null */
            linePrice?: number | null;
            /** @default null */
            unit?: string | null;
            /**
             * @description of goods without `skus`
             * @default 0
             */
            weight?: number;
            /** @default null */
            delivery?: ("express" | "pickup" | "virtual") | null;
            /** @default null */
            freightId?: string | null;
            /**
             * @description without any, the goods are one SKU
             * @default []
             */
            skus?: components["schemas"]["GoodsSku"][];
        };
        /** @description The input of saveLive. */
        SaveLive: {
            title: string;
            /** @description milliseconds UTC */
            startAt: number;
            /** @default null */
            endAt?: number | null;
            /** @default null */
            liveId?: string | null;
            /** @default null */
            shards?: number | null;
            /** @description for operators: the openid of the host who gets the room; null takes it back for the shop; without it the room keeps its host */
            host?: string | null;
        };
        /** @description The input of saveNotice. */
        SaveNotice: {
            /** @enum {string} */
            notice: "groupSuccess" | "groupFailed" | "paid" | "paySoon" | "orderShipped" | "orderRefunded" | "pointsExpiring" | "saleBegins";
            /** @description an id */
            templateId: string;
            data: {
                [key: string]: string;
            };
            /** @default null */
            page?: string | null;
        };
        /** @description The input of saveSale. */
        SaveSale: {
            /** @description the SKU that is sold; it cannot be changed later */
            skuId: string;
            /** @description fen per unit */
            price: number;
            /** @description units that the sale sells in all */
            stock: number;
            /** @description units that one buyer may buy */
            limit: number;
            /** @description ms UTC: orders can be placed from then on */
            startAt: number;
            /** @description ms UTC: no orders from then on */
            endAt: number;
            /** @default null */
            saleId?: string | null;
            /**
             * @description items that share the stock, so that many can buy at once
             * @default 1
             */
            shards?: number;
            /**
             * @description minutes to pay; then the order is closed
             * @default 5
             */
            payMinutes?: number;
        };
        /** @description The input of saveScoreRule. */
        SaveScoreRule: {
            action: string;
            /** @default null */
            points?: number | null;
            /** @default null */
            percent?: number | null;
            /** @default null */
            per?: ("day" | "goods_day" | "goods" | "once" | "event") | null;
            /** @default null */
            dailyCap?: number | null;
            /** @default null */
            streak?: components["schemas"]["StreakBonus"][] | null;
            /** @default null */
            months?: number | null;
            /** @default null */
            claimable?: boolean | null;
            /** @default null */
            whenOpened?: boolean | null;
            /** @default null */
            pointsPerYuan?: number | null;
        };
        /** @description The input of saveService. */
        SaveService: {
            /** @default null */
            hours?: components["schemas"]["OpenHours"][] | null;
            /** @default null */
            closedOn?: string[] | null;
            /** @default null */
            awayText?: string | null;
            /** @default null */
            answerIn?: ("console" | "wechat") | null;
            /** @default null */
            waitMinutes?: number | null;
            /** @default null */
            phrases?: components["schemas"]["Phrase"][] | null;
        };
        /** @description An address of an address book. */
        SavedAddress: {
            /** @description who receives the goods */
            userName: string;
            /** @description their phone number */
            telNumber: string;
            provinceName: string;
            cityName: string;
            countyName: string;
            /** @description street and house */
            detailInfo: string;
            /**
             * @description the area's code (GB/T 2260), as 440105; absent if nobody has said
             * @default
             */
            nationalCode?: string;
            /**
             * @description absent if nobody has said
             * @default
             */
            postalCode?: string;
            /**
             * @description absent if nobody has said
             * @default
             */
            streetName?: string;
            /**
             * @description as WeChat's newer page has it; absent if nobody has said
             * @default
             */
            detailInfoNew?: string;
            /** @description an id */
            addressId: string;
            isDefault: boolean;
        };
        /** @description The input of scheduleGoodsPush. */
        ScheduleGoodsPush: {
            /** @description an id */
            liveId: string;
            /** @description an id */
            goodsId: string;
            /** @description ms UTC, at most a year from now */
            timestamp: number;
            /**
             * @description how long clients show the goods, in seconds
             * @default 30
             */
            bubbleSeconds?: number;
        };
        /** @description A user's points. */
        Score: {
            /** @description the points that can be spent */
            score: number;
            /** @description points that were taken back after the user had spent them; points that come in pay the debt first; 0 if `score` is not 0 */
            debt: number;
            /** @description all points by the day they expire, soonest first */
            expiring: components["schemas"]["ExpiringPoints"][];
            /** @description the consecutive days with a check-in; 0 if neither today nor yesterday had one */
            streak: number;
        };
        /** @description What an action brought. */
        ScoreChange: {
            /** @description the points that the user can spend now */
            score: number;
            /** @description the points that this action brought */
            earned: number;
        };
        /** @description A page of a user's ledger, newest first. */
        ScoreHistory: {
            items: components["schemas"]["LedgerEntry"][];
            /** @description send it to get the next page; null after the last page */
            cursor: string | null;
        };
        /** @description What an action earns; the rule of the action `redeem` says how points pay. */
        ScoreRule: {
            action: string;
            /** @description the points that the action earns */
            points: number;
            /** @description points that the action earns in addition, per 100 fen of its amount; of `redeem`: the largest part of a price that points can pay, in percent */
            percent: number;
            /**
             * @description the action counts once per day, per goods and day, per goods, ever, or per event of the shop (an order, an invited user)
             * @enum {string}
             */
            per: "day" | "goods_day" | "goods" | "once" | "event";
            /** @description times a day that it counts; 0: any number */
            dailyCap: number;
            /** @description fewest days first */
            streak: components["schemas"]["StreakBonus"][];
            /** @description the points expire at the end of this many calendar months after the current one; of `redeem`: for points that come back when their own lot has expired */
            months: number;
            /** @description whether a client can claim it by `updateScore` */
            claimable: boolean;
            /** @description it counts when a friend opens the share; if false, when the client says that it was shared; of `share_goods` only */
            whenOpened?: boolean;
            /** @description the points that pay 100 fen; of `redeem` only */
            pointsPerYuan?: number;
        };
        /** @description All rules, by action. */
        ScoreRuleList: {
            items: components["schemas"]["ScoreRule"][];
        };
        /** @description The input of searchGoods. */
        SearchGoods: {
            /** @description what titles shall have: 茶, or 红茶 250g */
            text: string;
            /** @default null */
            cursor?: string | null;
            /**
             * @description goods on a page, at most
             * @default 20
             */
            limit?: number;
        };
        /** @description Which orders; all unless something is given. */
        SearchOrders: {
            /** @default null */
            status?: ("PENDING" | "PAID" | "SHIPPED" | "COMPLETED" | "CLOSED" | "REFUNDING" | "REFUNDED") | null;
            /** @default null */
            kind?: ("group" | "sale" | "plain") | null;
            /** @default null */
            from?: number | null;
            /** @default null */
            to?: number | null;
            /** @default null */
            goodsId?: string | null;
            /** @default null */
            phone?: string | null;
            /** @default null */
            orderId?: string | null;
            /** @default null */
            cursor?: string | null;
            /** @default 20 */
            limit?: number;
        };
        /** @description The parcel that brings the goods back. */
        SendBack: {
            /** @description an id */
            afterSaleId: string;
            /** @description WeChat's id of the express company */
            carrier: string;
            /** @description at most 32 characters: it is never cut, and WeChat's messages hold no more */
            trackingNumber: string;
        };
        /** @description How customer service works, and the phrases of its agents. */
        ServiceView: {
            /** @description when agents are there; empty: they always are */
            hours: components["schemas"]["OpenHours"][];
            /** @description days on which nobody is there */
            closedOn: string[];
            /** @description whether agents are there now */
            isOpen: boolean;
            /** @description the shop's own text; empty: the usual one */
            awayText: string;
            /** @description what a user is told who wants an agent while nobody is there */
            away: string;
            /**
             * @description where agents answer: in the shop's console, or in WeChat's own tool (then what users write goes there, and not into the queue of this shop)
             * @enum {string}
             */
            answerIn: "console" | "wechat";
            /** @description minutes without an agent's reply, after which a conversation that an agent has is in the queue again */
            waitMinutes: number;
            phrases: components["schemas"]["Phrase"][];
        };
        /** @description The input of setRole. */
        SetRole: {
            /** @description an id */
            openid: string;
            roles: ("operator" | "host" | "agent")[];
        };
        /** @description A share: who shares what, and on which channel. */
        ShareView: {
            /** @description 10 characters, for a card's path or WeChat's `scene` */
            code: string;
            /** @enum {string} */
            kind: "goods" | "group" | "live" | "page";
            /** @description the id of the goods, group or live, or the page */
            target: string;
            /** @description "" if the sharer named none */
            channel: string;
            /** @description the sharer's `memberId`; absent for guests */
            sharer?: string;
            /** @description the goods it is about; absent for a live or a page */
            goodsId?: string;
        };
        /** @description What one user's shares brought. */
        SharerFigures: {
            /** @description the sharer's `memberId`; "" if the share is not there any more */
            sharer: string;
            /** @description one of the sharer's share codes */
            code: string;
            /** @description visitors, each once */
            visits: number;
            /** @description visitors whose first paid order of this time it brought */
            firstOrders: number;
            /** @description orders that were paid */
            orders: number;
            /** @description fen that were paid for these orders, with freight */
            fen: number;
            /** @description fen that were paid back in this time */
            refundedFen: number;
        };
        /** @description Who brings buyers: the sharers whose visitors paid most first. */
        SharesAnswer: {
            /**
             * @description for getAnalysis, for a week
             * @default
             */
            queryId?: string;
            /**
             * @description WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again
             * @default DONE
             * @enum {string}
             */
            state?: "WAITING" | "RUNNING" | "DONE" | "FAILED";
            /**
             * @description queries that are done, of `total`
             * @default 1
             */
            done?: number;
            /** @default 1 */
            total?: number;
            /** @description bytes that were read from S3; once DONE */
            scannedBytes?: number;
            /** @description what Athena bills for it; once DONE */
            usd?: number;
            /** @description the picture, with `format: "svg"`; once DONE */
            svg?: string;
            /** @description at most 50 */
            items?: components["schemas"]["SharerFigures"][];
            totals?: components["schemas"]["SharesTotals"];
        };
        /** @description All shares of this time together, and all orders, brought by a share or not. */
        SharesTotals: {
            /** @description visitors of shares, each once per sharer */
            visits: number;
            /** @description orders that shares brought */
            orders: number;
            /** @description fen that were paid for them */
            fen: number;
            /** @description fen that were paid for all orders */
            allFen: number;
        };
        /**
         * @description An order and its parcels: `parcels`, or `carrier` and `trackingNumber` of a single one;
         *     nothing of them for an order that is picked up or virtual.
         */
        ShipForm: {
            /** @description an id */
            orderId: string;
            /** @default null */
            parcels?: components["schemas"]["ParcelForm"][] | null;
            /** @default null */
            carrier?: string | null;
            /** @default null */
            trackingNumber?: string | null;
            /** @default null */
            contact?: string | null;
        };
        /** @description The rows. */
        ShipOrders: {
            rows: components["schemas"]["ShipRow"][];
        };
        /** @description A parcel of an order. A row that is not valid is refused by itself. */
        ShipRow: {
            /** @description several rows of an order are its parcels */
            orderId: string;
            /** @description WeChat's id of the express company */
            carrier: string;
            trackingNumber: string;
            /** @default null */
            contact?: string | null;
        };
        /** @description How an order was sent: carrier and tracking number. */
        Shipment: {
            /** @description WeChat's id of the express company */
            carrier: string;
            /** @description its name in Chinese; its id if it has none here */
            carrierName: string;
            trackingNumber: string;
            /** @description milliseconds UTC */
            shippedAt: number;
            /** @description masked phone number; absent if none was given */
            contact?: string;
        };
        /** @description A SKU of goods. */
        SkuCard: {
            /** @description an id */
            skuId: string;
            title: string;
            /** @description fen per unit, bought without a group */
            price: number;
            /** @description units, as the operator saved them; not what is left */
            stock: number;
        };
        /** @description A SKU of goods, with what is left of it. */
        SkuOnPage: {
            /** @description an id */
            skuId: string;
            title: string;
            /** @description fen per unit, bought without a group */
            price: number;
            /** @description units, as the operator saved them; not what is left */
            stock: number;
            /** @description option → this SKU's value; empty if there are no options */
            options: {
                [key: string]: string;
            };
            /** @description grams per unit; 0: nobody has said */
            weight: number;
            /** @description units neither held by unpaid orders nor sold, those of flash sales included; at most half a second old */
            remaining: number;
            /** @description units that are paid, less those paid back */
            sold: number;
        };
        /** @description What a seat costs for one SKU. */
        SkuPrice: {
            /** @description an id */
            skuId: string;
            /** @description fen per seat */
            price: number;
        };
        /** @description A SKU, and how many units of it. */
        SkuQuantity: {
            /** @description an id */
            skuId: string;
            /** @description units */
            quantity: number;
        };
        /** @description All users who have one of the roles. */
        Staff: {
            items: components["schemas"]["StaffMember"][];
        };
        /** @description A user who has a role, or had one. */
        StaffMember: {
            /** @description the user's openid; only operators see it */
            openid: string;
            roles: string[];
            /** @description the oldest change first */
            history: components["schemas"]["RoleChange"][];
            /** @description the user's first login, or first role */
            since: number;
        };
        /** @description An event, with these values of its properties: of a list, any one. */
        Step: {
            /** @description a name of listEvents */
            event: string;
            /**
             * @description property → the value that it has, or a list of values
             * @default {}
             */
            where?: {
                [key: string]: string | number | boolean | (string | number | boolean)[];
            };
        };
        /** @description The units of a SKU, those of its flash sales included: `initial` is the sum of the others. */
        StockView: {
            /** @description units in all */
            initial: number;
            /** @description free units */
            remaining: number;
            /** @description units that unpaid orders hold */
            held: number;
            /** @description units that are sold */
            sold: number;
        };
        /** @description The extra points on the day when a streak of check-ins reaches a length. */
        StreakBonus: {
            /** @description consecutive days */
            days: number;
            /** @description points */
            points: number;
        };
        /** @description The input of takeConversation. */
        TakeConversation: {
            /** @description an id */
            openid: string;
        };
        /** @description What a seat costs when many members have paid. */
        TierPrice: {
            /** @description this many members have paid, or more */
            size: number;
            /** @description fen per seat */
            price: number;
        };
        /** @description Today, in Shanghai. */
        TodayFigures: {
            /** @description ms UTC: when the figures were made */
            at: number;
            /** @description fen that were paid since midnight; refunds are not taken off */
            paidFen: number;
            /** @description orders that were paid since midnight */
            paidOrders: number;
            yesterday: components["schemas"]["PaidFigures"];
            /** @description the same day of last week */
            lastWeek: components["schemas"]["PaidFigures"];
            /** @description orders that can be shipped */
            toShip: number;
            /** @description of these, for more than 24 hours; at most 10000 */
            toShipLate: number;
            /** @description orders for which a refund is asked */
            refundsAsked: number;
            /** @description open groups that end within 2 hours; at most 1000 */
            groupsEnding: number;
            /** @description SKUs with 10 free units or fewer; at most 100 */
            lowStock: number;
            /** @description these SKUs, the fewest units first */
            lowSkus: components["schemas"]["LowSku"][];
            /** @description orders that today's reconciliation found to differ */
            drift: number;
            /** @description messages that have failed for good, in all dead-letter queues */
            deadLetters: number;
        };
        /**
         * @description `anonymousId` is for guests, and for events that a user's device has kept since before the
         *     login.
         */
        TrackEvents: {
            events: components["schemas"]["TrackedEvent"][];
            /** @default null */
            anonymousId?: string | null;
        };
        /** @description What became of a batch of events. */
        Tracked: {
            /** @description events that were taken, repeats included */
            accepted: number;
            rejected: components["schemas"]["RejectedEvent"][];
        };
        /** @description An event of a client. */
        TrackedEvent: {
            /** @description a new random id per event; the same id sent again counts once */
            insertId: string;
            /** @description a name of listEvents */
            event: string;
            /** @description ms UTC: when it happened on the device */
            time: number;
            /**
             * @description may be empty
             * @default
             */
            page?: string;
            /**
             * @description properties of the event, as listEvents shows them: texts, numbers, true or false. An event with another value is rejected
             * @default {}
             */
            props?: {
                [key: string]: string | number | boolean | (string | number | boolean)[] | {
                    [key: string]: string | number | boolean;
                } | null;
            };
        };
        /** @description The input of tryFaq. */
        TryFaq: {
            /** @description what a user could write */
            text: string;
            /** @default null */
            draft?: components["schemas"]["FaqDraft"] | null;
        };
        /** @description For operators: there is no order of that number, but payments came for it and go back. */
        UnknownOrder: {
            /** @description an id */
            orderId: string;
            status: null;
            refunds: components["schemas"]["RefundView"][];
        };
        /** @description The input of updateScore. */
        UpdateScore: {
            /** @description an id */
            action: string;
            /** @default null */
            goodsId?: string | null;
            /** @default null */
            shareCode?: string | null;
        };
        /**
         * @description How to send one picture: POST `fields`, and then the picture as `file`, to `uploadUrl`, as
         *     multipart/form-data (`wx.uploadFile({url: uploadUrl, name: 'file', formData: fields, …})`).
         */
        Upload: {
            uploadUrl: string;
            /** @description all of them are needed. The bucket refuses another type, an empty file, and more than `maxBytes` */
            fields: {
                [key: string]: string;
            };
            /** @description where the picture will be: for `cover`, `images`, `detailImages` */
            url: string;
            /** @description bytes that the picture may have */
            maxBytes: number;
            /** @description ms UTC: the bucket takes the form until then */
            expiresAt: number;
        };
        /** @description The after-sale to end. */
        WithdrawAfterSale: {
            /** @description an id */
            afterSaleId: string;
        };
        /** @description Why a request is refused, with the HTTP status of its code. Branch on `errCode`, show `errMsg`. */
        Refusal: {
            /**
             * @description A stable code.
             *
             *     - `ADDRESS_REQUIRED` (400): These goods are sent to you. Choose an address for the order.
             *     - `BAD_REQUEST` (400): Something in this request is not valid. Check it, then try again.
             *     - `BODY_TOO_LARGE` (400): The request body is larger than 64 KB. Send less data.
             *     - `CARRIER_UNKNOWN` (400): WeChat does not know this carrier. Use an id of its list of carriers.
             *     - `EVENT_EARLY` (400): This event is in the future. Check the device's clock.
             *     - `EVENT_LATE` (400): This event is more than 72 hours old.
             *     - `EVENT_PROPERTY` (400): A property of this event is not in the catalogue, or has another type.
             *     - `LOGIN_CODE_INVALID` (401): This login code was used before or has expired. Get a new one from wx.login.
             *     - `UNAUTHENTICATED` (401): There is no valid session. Call wx.login, then login.
             *     - `CLAIM_REFUSED` (403): A client cannot claim points for this: the shop counts it itself.
             *     - `FORBIDDEN` (403): This account has no permission for this function. Ask the shop for it.
             *     - `NOT_YOUR_LIVE` (403): This live room belongs to another host or to the shop. Use a room of your own, or ask an operator to give you this one (saveLive).
             *     - `PUSH_REFUSED` (403): This message is not signed with the shop's token, or is older than five minutes. Check both.
             *     - `WECHAT_USER_BLOCKED` (403): WeChat blocks this account, so it cannot log in. Ask WeChat.
             *     - `ADDRESS_NOT_FOUND` (404): This address is not in your address book. Choose another one.
             *     - `AFTER_SALE_NOT_FOUND` (404): You have no after-sale of that number.
             *     - `EVENT_UNKNOWN` (404): There is no event with this name in the catalogue.
             *     - `FREIGHT_NOT_FOUND` (404): The freight of these goods is not set. Tell the shop, or choose other goods.
             *     - `FUNCTION_NOT_FOUND` (404): There is no cloud function of that name. Check the name.
             *     - `GOODS_NOT_FOUND` (404): These goods do not exist or are not shown now.
             *     - `NOT_FOUND` (404): There is nothing with this id. Check the id.
             *     - `ORDER_NOT_FOUND` (404): You have no order of that number.
             *     - `PUSH_NOT_FOUND` (404): There is no such push in this live room. See listGoodsPush.
             *     - `SALE_NOT_FOUND` (404): There is no such flash sale.
             *     - `SHARE_NOT_FOUND` (404): There is no share with this code.
             *     - `SKU_NOT_FOUND` (404): This SKU does not exist or is no longer sold. Load the goods again.
             *     - `USER_NOT_FOUND` (404): There is no such user. They must log in once first.
             *     - `ADDRESS_LIMIT` (409): Your address book is full. Delete an address that you do not need.
             *     - `AFTER_SALE_LIMIT` (409): You have asked for too many after-sales of this order. Contact customer service.
             *     - `AFTER_SALE_OVER` (409): This order was completed more than 7 days ago. Contact customer service.
             *     - `AFTER_SALE_STATE` (409): The after-sale's status does not allow this. Load it again.
             *     - `AFTER_SALE_TOO_EARLY` (409): This order waits for its group. Leave the group: then the money goes back at once.
             *     - `ALERT_TOLD` (409): The staff was told of this before.
             *     - `ALREADY_COUNTED` (409): This was counted before: it counts once.
             *     - `ALREADY_IN_GROUP` (409): You have a seat in this group already.
             *     - `ANSWERED` (409): This message has its reply already.
             *     - `BEING_ERASED` (409): Your data is being erased. You can log in again in half an hour.
             *     - `CONVERSATION_NOT_YOURS` (409): You do not have this conversation. Take it first.
             *     - `CONVERSATION_TAKEN` (409): Another agent has this conversation. Wait until that agent releases it.
             *     - `EVENTS_FULL` (409): There are 300 events of your own already.
             *     - `EVENT_FIXED` (409): This event, or the type of one of its properties, cannot be changed. Use another name.
             *     - `EXPORT_MOVED` (409): Another message has gone on with this export.
             *     - `EXPORT_TOO_LARGE` (409): There are more than 100000 orders in this time. Export them in several parts.
             *     - `GOODS_CHANGED` (409): These goods were saved meanwhile. Load them again, then save.
             *     - `GROUP_ENDED` (409): This group has ended. Nobody can leave it now.
             *     - `GROUP_EXPIRED` (409): This group has ended. Join another group, or open one.
             *     - `GROUP_FULL` (409): This group is full. Join another group, or open one.
             *     - `GROUP_LIMIT` (409): You have bought as many of these goods in groups as one buyer may.
             *     - `GROUP_NOT_OFFERED` (409): Groups cannot be opened on these goods now.
             *     - `IN_PROGRESS` (409): The first call with this Idempotency-Key is still running. Try again in a moment.
             *     - `LAST_OF_ROLE` (409): Nobody else has this role. Give it to another user first.
             *     - `LAST_REPLY_KEPT` (409): WeChat allows one more reply. It is kept for a note: write that the user has to write again.
             *     - `LAYER_TAKEN` (409): Another experiment has this part of the layer at that time. Choose another part or time.
             *     - `LIMIT_REACHED` (409): This earns no more points today. Come back tomorrow.
             *     - `LIVE_ENDED` (409): The live room ends before this time. Change its endAt first (saveLive).
             *     - `LOOKED_AT` (409): Somebody else has looked at the dead letters.
             *     - `NOTICE_DONE` (409): This message was sent, or given up, before.
             *     - `NOTICE_NOT_SET` (409): This notice has no template yet. Call saveNotice.
             *     - `NOT_CONNECTED` (409): This connection is in no live room. Connect again.
             *     - `NOT_DELIVERED` (409): Some of these goods are not sent to this area. Choose another address.
             *     - `NOT_ENOUGH_POINTS` (409): There are not enough points on the account.
             *     - `NOT_IN_GROUP` (409): You have no seat in this group.
             *     - `NOT_REFUNDABLE` (409): So much of this order cannot be refunded. Load the order again, and ask for less.
             *     - `NOT_SUBSCRIBED` (409): The user has not agreed to this message. Ask the user with wx.requestSubscribeMessage.
             *     - `NOT_UNPAID` (409): This order does not wait for a payment any more.
             *     - `NO_CONSENT` (409): The user accepts no more messages of this template. Ask the user again.
             *     - `ORDER_AWAITS` (409): This order waits for its group. Ship it when the group has succeeded.
             *     - `ORDER_CLOSED` (409): This order is closed. Place a new order.
             *     - `ORDER_COUNTED` (409): This order was counted for its share before.
             *     - `ORDER_NOT_BROUGHT` (409): This order is not the first after a visit, is too late for it, or is paid back.
             *     - `ORDER_NOT_PAID` (409): This order is not paid.
             *     - `ORDER_PAID` (409): This order is paid already.
             *     - `ORDER_STATE` (409): The order's status does not allow this. Load the order again.
             *     - `PAID_BACK_BY_HAND` (409): Money of this order went back in WeChat Pay's console. Call refundOrder: with byHand if it is refunded, with deny if it is to be shipped all the same.
             *     - `POINTS_LIMIT` (409): Points cannot pay such a large part of the price. Use fewer points.
             *     - `PUSH_CANCELLED` (409): This push was cancelled. Schedule it for another time.
             *     - `PUSH_GONE_OUT` (409): This push has already gone out. It cannot be cancelled any more.
             *     - `REBUILD_MOVED` (409): Another message has gone on with the rebuild.
             *     - `REBUILD_RUNS` (409): The desk is being rebuilt already. Wait until it is done.
             *     - `RECEIPT_NOT_CONFIRMED` (409): WeChat does not know of the receipt yet. Confirm the receipt in WeChat, then try again.
             *     - `REFUND_ASKED` (409): The buyer asks for a refund. Grant or deny it before you ship.
             *     - `REFUND_CHANGED` (409): This order is being changed. Load it again, then try again.
             *     - `REFUND_LIMIT` (409): WeChat Pay takes 50 refunds of one order. Pay the buyer back in another way.
             *     - `REFUND_TOO_LATE` (409): WeChat Pay takes refunds for 365 days after the payment. Pay the buyer back in another way.
             *     - `REFUND_UNDER_WAY` (409): A refund or an after-sale of this is under way. Wait until it is decided.
             *     - `REPLY_CLOSED` (409): WeChat allows no more replies to this user now. Wait until the user writes again.
             *     - `ROLE_FULL` (409): Too many users have this role. Take it from one of them first.
             *     - `SALE_BEGUN` (409): This flash sale has begun. Order now.
             *     - `SALE_ENDED` (409): This flash sale is over.
             *     - `SALE_LIMIT` (409): One buyer cannot buy that many units in this flash sale.
             *     - `SALE_NOT_OPEN` (409): This flash sale has not started yet. See startAt.
             *     - `SHARDS_ONLY_GROW` (409): The number of shards can only grow, because viewers are connected to the existing shards. Send the same number or a larger one.
             *     - `SHARE_NOT_OPENED` (409): A share earns points when a friend opens it. Send the share of createShare to a friend.
             *     - `SHIPPING_CORRECTED` (409): The parcels of this order were corrected already. WeChat takes one correction of an order.
             *     - `SKU_REMOVED` (409): This skuId was removed from its goods, and no skuId is used twice. Save the SKU without one.
             *     - `SKU_TAKEN` (409): This skuId belongs to other goods. Choose another one.
             *     - `SOLD_OUT` (409): Not enough units are left.
             *     - `STAFF_STAYS` (409): You work for this shop. An operator must take your roles from you first.
             *     - `STOCK_IN_USE` (409): More units are sold, held or set aside than the new stock allows. Save a larger stock.
             *     - `TOO_MANY_CHANGES` (409): This would change too many items at once. Do it in smaller steps.
             *     - `TOO_MANY_GROUPS` (409): You have opened too many groups that are not full yet. Invite friends to them, or try again in an hour.
             *     - `TOO_MANY_PARCELS` (409): An order has at most 15 parcels. Send the rest in fewer parcels.
             *     - `TOO_MANY_SEATS` (409): You hold seats in too many groups that you have not paid for. Pay for one or leave one first.
             *     - `TOO_MANY_UNPAID` (409): You have too many unpaid orders. Pay or cancel some of them first.
             *     - `TOTAL_CHANGED` (409): The price has changed. Look at the order again, then place it.
             *     - `UNDER_WAY` (409): Money or goods are still under way: finish or cancel your orders, groups and after-sales first.
             *     - `UNITS_LIMIT` (409): One buyer cannot order that many units at once. Order fewer units.
             *     - `UNITS_SHIPPED` (409): Fewer units of this order are left to ship. Load the order again.
             *     - `VARIANTS_FIXED` (409): This experiment has started: its variants keep their names and order. Change the weights, or make a new experiment.
             *     - `VISIT_COUNTED` (409): This visit was counted before.
             *     - `KEY_REUSED` (422): This Idempotency-Key was used with another request. Use a new key.
             *     - `MESSAGE_REFUSED` (422): WeChat does not send this message to this user. Check its text and its template.
             *     - `ANALYSIS_BUDGET` (429): Today's questions have read as much as they may. Ask again tomorrow, or raise the bound.
             *     - `TOO_MANY_REQUESTS` (429): Too many requests. Wait a moment, then try again.
             *     - `INTERNAL` (500): Something failed on the server. Try again. If it fails again, tell the shop the requestId.
             *     - `STOCK_BROKEN` (500): Something failed on the server. Tell the shop the requestId.
             *     - `PAY_NOT_SET` (502): This shop cannot take payments yet. Try again later.
             *     - `ROBOT_CONFIG` (502): WeCom does not accept the robot's webhook. Correct alertWebhook in the secret.
             *     - `WECHAT_CONFIG` (502): The shop's WeChat account is not set up correctly. Tell the shop.
             *     - `WECHAT_FAILED` (502): WeChat gave no valid answer. Try again.
             *     - `AFTER_SALE_MOVED` (503): This after-sale is being changed. Try again.
             *     - `BOOK_MOVED` (503): Your address book is being changed. Try again.
             *     - `BOT_SENDS` (503): The bot is just sending a reply. Try again in a moment.
             *     - `BUSY` (503): The shop is busy. Try again in a moment.
             *     - `CONVERSATION_CHANGED` (503): This conversation has changed. Read it again.
             *     - `ERASURE_MOVED` (503): Your data is being erased already. Try again.
             *     - `EVENT_MOVED` (503): Another operator has just saved this event. Try again.
             *     - `EXPERIMENT_MOVED` (503): This experiment or its layer is being changed. Try again.
             *     - `GOODS_MOVED` (503): Other calls are saving goods. Try again in a moment.
             *     - `GROUP_MOVED` (503): This group is being changed. Try again.
             *     - `LEDGER_MOVED` (503): The points of this account have just changed. Try again.
             *     - `NOTICE_CLAIM_EXPIRED` (503): The last attempt to send this message did not finish. Try again.
             *     - `NOT_YET_EARNED` (503): The points of this order are not booked yet.
             *     - `ORDER_MOVED` (503): This order is being changed. Try again.
             *     - `ROLES_MOVED` (503): The roles of this user are being changed. Try again.
             *     - `ROW_MOVED` (503): The order is being noted. Try again.
             *     - `SALE_CHANGED` (503): The stock of this SKU is changing. Try again.
             *     - `STOCK_MOVED` (503): Other buyers are taking these units. Try again.
             *     - `UNPAID_MOVED` (503): Your unpaid orders are changing. Try again.
             *     - `WECHAT_BUSY` (503): WeChat is busy. Try again in a moment.
             *     - `WECHAT_TIMEOUT` (504): WeChat did not answer in time. Try again.
             * @enum {string}
             */
            errCode: "ADDRESS_REQUIRED" | "BAD_REQUEST" | "BODY_TOO_LARGE" | "CARRIER_UNKNOWN" | "EVENT_EARLY" | "EVENT_LATE" | "EVENT_PROPERTY" | "LOGIN_CODE_INVALID" | "UNAUTHENTICATED" | "CLAIM_REFUSED" | "FORBIDDEN" | "NOT_YOUR_LIVE" | "PUSH_REFUSED" | "WECHAT_USER_BLOCKED" | "ADDRESS_NOT_FOUND" | "AFTER_SALE_NOT_FOUND" | "EVENT_UNKNOWN" | "FREIGHT_NOT_FOUND" | "FUNCTION_NOT_FOUND" | "GOODS_NOT_FOUND" | "NOT_FOUND" | "ORDER_NOT_FOUND" | "PUSH_NOT_FOUND" | "SALE_NOT_FOUND" | "SHARE_NOT_FOUND" | "SKU_NOT_FOUND" | "USER_NOT_FOUND" | "ADDRESS_LIMIT" | "AFTER_SALE_LIMIT" | "AFTER_SALE_OVER" | "AFTER_SALE_STATE" | "AFTER_SALE_TOO_EARLY" | "ALERT_TOLD" | "ALREADY_COUNTED" | "ALREADY_IN_GROUP" | "ANSWERED" | "BEING_ERASED" | "CONVERSATION_NOT_YOURS" | "CONVERSATION_TAKEN" | "EVENTS_FULL" | "EVENT_FIXED" | "EXPORT_MOVED" | "EXPORT_TOO_LARGE" | "GOODS_CHANGED" | "GROUP_ENDED" | "GROUP_EXPIRED" | "GROUP_FULL" | "GROUP_LIMIT" | "GROUP_NOT_OFFERED" | "IN_PROGRESS" | "LAST_OF_ROLE" | "LAST_REPLY_KEPT" | "LAYER_TAKEN" | "LIMIT_REACHED" | "LIVE_ENDED" | "LOOKED_AT" | "NOTICE_DONE" | "NOTICE_NOT_SET" | "NOT_CONNECTED" | "NOT_DELIVERED" | "NOT_ENOUGH_POINTS" | "NOT_IN_GROUP" | "NOT_REFUNDABLE" | "NOT_SUBSCRIBED" | "NOT_UNPAID" | "NO_CONSENT" | "ORDER_AWAITS" | "ORDER_CLOSED" | "ORDER_COUNTED" | "ORDER_NOT_BROUGHT" | "ORDER_NOT_PAID" | "ORDER_PAID" | "ORDER_STATE" | "PAID_BACK_BY_HAND" | "POINTS_LIMIT" | "PUSH_CANCELLED" | "PUSH_GONE_OUT" | "REBUILD_MOVED" | "REBUILD_RUNS" | "RECEIPT_NOT_CONFIRMED" | "REFUND_ASKED" | "REFUND_CHANGED" | "REFUND_LIMIT" | "REFUND_TOO_LATE" | "REFUND_UNDER_WAY" | "REPLY_CLOSED" | "ROLE_FULL" | "SALE_BEGUN" | "SALE_ENDED" | "SALE_LIMIT" | "SALE_NOT_OPEN" | "SHARDS_ONLY_GROW" | "SHARE_NOT_OPENED" | "SHIPPING_CORRECTED" | "SKU_REMOVED" | "SKU_TAKEN" | "SOLD_OUT" | "STAFF_STAYS" | "STOCK_IN_USE" | "TOO_MANY_CHANGES" | "TOO_MANY_GROUPS" | "TOO_MANY_PARCELS" | "TOO_MANY_SEATS" | "TOO_MANY_UNPAID" | "TOTAL_CHANGED" | "UNDER_WAY" | "UNITS_LIMIT" | "UNITS_SHIPPED" | "VARIANTS_FIXED" | "VISIT_COUNTED" | "KEY_REUSED" | "MESSAGE_REFUSED" | "ANALYSIS_BUDGET" | "TOO_MANY_REQUESTS" | "INTERNAL" | "STOCK_BROKEN" | "PAY_NOT_SET" | "ROBOT_CONFIG" | "WECHAT_CONFIG" | "WECHAT_FAILED" | "AFTER_SALE_MOVED" | "BOOK_MOVED" | "BOT_SENDS" | "BUSY" | "CONVERSATION_CHANGED" | "ERASURE_MOVED" | "EVENT_MOVED" | "EXPERIMENT_MOVED" | "GOODS_MOVED" | "GROUP_MOVED" | "LEDGER_MOVED" | "NOTICE_CLAIM_EXPIRED" | "NOT_YET_EARNED" | "ORDER_MOVED" | "ROLES_MOVED" | "ROW_MOVED" | "SALE_CHANGED" | "STOCK_MOVED" | "UNPAID_MOVED" | "WECHAT_BUSY" | "WECHAT_TIMEOUT";
            /** @description What happened and what the caller can do: the text of the code, in Chinese; in English if `Accept-Language` prefers `en` to `zh`. */
            errMsg: string;
            /** @description Quote it in a question to the shop. */
            requestId: string;
            /** @description The input field at fault, as `skus[0].price`; absent if there is none. */
            field?: string;
            /** @description For developers, in English: the exact reason, if the code does not say it all. Do not show it to users. */
            detail?: string;
        };
    };
    responses: {
        /** @description The request is refused. */
        Refusal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
    };
    parameters: {
        /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description A session, and who the user is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginResult"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    exportMyData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExportMyData"];
            };
        };
        responses: {
            /** @description All that the shop knows of the user, as a file; or how far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataExportView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    eraseMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EraseMe"];
            };
        };
        responses: {
            /** @description The erasure of a user's data. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listGoods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListGoods"];
            };
        };
        responses: {
            /** @description A page of the feed, in the order of rank. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoodsFeed"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    searchGoods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchGoods"];
            };
        };
        responses: {
            /** @description A page of what a search has found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoodsFound"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getGoods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetGoods"];
            };
        };
        responses: {
            /** @description Goods on their own page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoodsPage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveGoods: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveGoods"];
            };
        };
        responses: {
            /** @description The goods were saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoodsSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    patchGoods: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchGoods"];
            };
        };
        responses: {
            /** @description The goods were saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoodsSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetUpload"];
            };
        };
        responses: {
            /**
             * @description How to send one picture: POST `fields`, and then the picture as `file`, to `uploadUrl`, as
             *     multipart/form-data (`wx.uploadFile({url: uploadUrl, name: 'file', formData: fields, …})`).
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveAddress"];
            };
        };
        responses: {
            /** @description An address was saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listAddresses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListAddresses"];
            };
        };
        responses: {
            /** @description All addresses of the caller: the default first, then the last saved ones. At most 20. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    deleteAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteAddress"];
            };
        };
        responses: {
            /** @description An address is not in the book any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressDeleted"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    quoteOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteOrder"];
            };
        };
        responses: {
            /**
             * @description What an order would cost. `total` = `goodsTotal` - `discount` + `freight`; lines in trouble
             *     are in the sums.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotedOrder"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        responses: {
            /** @description An order, and what `wx.requestPayment` needs to pay it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedOrder"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    payOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayOrder"];
            };
        };
        responses: {
            /** @description An order, and what `wx.requestPayment` needs to pay it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedOrder"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelOrder"];
            };
        };
        responses: {
            /** @description An order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    changeAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAddress"];
            };
        };
        responses: {
            /** @description An order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetOrder"];
            };
        };
        responses: {
            /** @description An order with its refunds and its history. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"] | components["schemas"]["UnknownOrder"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listOrders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListOrders"];
            };
        };
        responses: {
            /** @description A page of orders, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    confirmReceipt: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmReceipt"];
            };
        };
        responses: {
            /** @description An order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    refundOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundOrder"];
            };
        };
        responses: {
            /** @description An order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    shipOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipForm"];
            };
        };
        responses: {
            /** @description An order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    shipOrders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipOrders"];
            };
        };
        responses: {
            /** @description An answer for each row, in the order of the rows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowResults"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    correctShipping: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectShipping"];
            };
        };
        responses: {
            /** @description An order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listDrift: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListDrift"];
            };
        };
        responses: {
            /** @description The differences of a day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    askAfterSale: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskAfterSale"];
            };
        };
        responses: {
            /** @description An after-sale. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSaleView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    decideAfterSale: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideAfterSale"];
            };
        };
        responses: {
            /** @description An after-sale. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSaleView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    sendBack: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendBack"];
            };
        };
        responses: {
            /** @description An after-sale. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSaleView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    receiveReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiveReturn"];
            };
        };
        responses: {
            /** @description An after-sale. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSaleView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    withdrawAfterSale: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawAfterSale"];
            };
        };
        responses: {
            /** @description An after-sale. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSaleView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getAfterSale: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetAfterSale"];
            };
        };
        responses: {
            /** @description An after-sale with its history, and its refund if that is granted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSaleDetail"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listMyAfterSales: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListMyAfterSales"];
            };
        };
        responses: {
            /** @description A page of after-sales. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSalePage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listAfterSales: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListAfterSales"];
            };
        };
        responses: {
            /** @description A page of after-sales. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterSalePage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveFreight: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveFreight"];
            };
        };
        responses: {
            /** @description A template was saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreightSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listFreight: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListFreight"];
            };
        };
        responses: {
            /** @description The freight templates, at most 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreightList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    searchOrders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SearchOrders"];
            };
        };
        responses: {
            /**
             * @description A page of orders, the newest first. A page may have fewer orders than asked for, and even
             *     none, though there are more: the cursor tells.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskOrderPage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    countOrders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CountOrders"];
            };
        };
        responses: {
            /** @description How many orders there are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderCounts"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListGroups"];
            };
        };
        responses: {
            /**
             * @description A page of groups. A page may have fewer groups than asked for, and even none, though there
             *     are more: the cursor tells.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskGroupPage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listGoodsForOperators: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListGoodsForOperators"];
            };
        };
        responses: {
            /**
             * @description A page of goods. A page may have fewer goods than asked for, and even none, though there are
             *     more: the cursor tells.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedGoodsPage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    todayFigures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetTodayFigures"];
            };
        };
        responses: {
            /** @description Today, in Shanghai. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodayFigures"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    exportOrders: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportOrders"];
            };
        };
        responses: {
            /** @description An export was begun. Ask getExport how far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportStarted"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetExport"];
            };
        };
        responses: {
            /** @description How far an export is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    rebuildDesk: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RebuildDesk"];
            };
        };
        responses: {
            /** @description How far a rebuild of the desk is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebuildView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listSales: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListSales"];
            };
        };
        responses: {
            /** @description Flash sales, the one that ends first at the top. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaleList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveSale: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveSale"];
            };
        };
        responses: {
            /** @description The flash sale was saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaleSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    remindSale: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemindSale"];
            };
        };
        responses: {
            /** @description Whether the user is told when the flash sale begins. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReminderSet"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getStock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetStock"];
            };
        };
        responses: {
            /** @description The units of a SKU, those of its flash sales included: `initial` is the sum of the others. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroup"];
            };
        };
        responses: {
            /**
             * @description The group, and the order of the caller's seat. The order's four fields are absent if the seat
             *     costs nothing.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinedGroup"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    joinGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinGroup"];
            };
        };
        responses: {
            /**
             * @description The group, and the order of the caller's seat. The order's four fields are absent if the seat
             *     costs nothing.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinedGroup"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    leaveGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaveGroup"];
            };
        };
        responses: {
            /** @description A group as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetGroup"];
            };
        };
        responses: {
            /** @description A group as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listOpenGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListOpenGroups"];
            };
        };
        responses: {
            /** @description Groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listMyGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListMyGroups"];
            };
        };
        responses: {
            /** @description Groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    createShare: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateShare"];
            };
        };
        responses: {
            /** @description A share: who shares what, and on which channel. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    resolveShare: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveShare"];
            };
        };
        responses: {
            /** @description A share: who shares what, and on which channel. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    updateScore: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateScore"];
            };
        };
        responses: {
            /** @description What an action brought. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreChange"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getScore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetScore"];
            };
        };
        responses: {
            /** @description A user's points. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Score"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listScore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListScore"];
            };
        };
        responses: {
            /** @description A page of a user's ledger, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreHistory"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listScoreRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListScoreRules"];
            };
        };
        responses: {
            /** @description All rules, by action. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreRuleList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveScoreRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveScoreRule"];
            };
        };
        responses: {
            /** @description What an action earns; the rule of the action `redeem` says how points pay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreRule"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    adjustScore: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustScore"];
            };
        };
        responses: {
            /** @description A user's points after an operator has adjusted them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustedScore"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveLive: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveLive"];
            };
        };
        responses: {
            /** @description The room that was saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    scheduleGoodsPush: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleGoodsPush"];
            };
        };
        responses: {
            /** @description A push that is planned. The same goods at the same time in the same room are one push. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushScheduled"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    cancelGoodsPush: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelGoodsPush"];
            };
        };
        responses: {
            /** @description A push that viewers will not get. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushCancelled"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listGoodsPush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListGoodsPush"];
            };
        };
        responses: {
            /** @description Pushes in the order of their planned times: one page of the timeline. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushTimeline"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetLive"];
            };
        };
        responses: {
            /** @description A live room. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listLives: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListLives"];
            };
        };
        responses: {
            /** @description A page of rooms, the one that begins last at the top. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getPageVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetPageVersion"];
            };
        };
        responses: {
            /** @description The version of a page that the caller gets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageVersion"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveExperiment: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveExperiment"];
            };
        };
        responses: {
            /** @description An experiment was saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listExperiments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListExperiments"];
            };
        };
        responses: {
            /** @description The experiments, at most 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    analyzeExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalyzeExperiment"];
            };
        };
        responses: {
            /** @description What an experiment has shown. `arms` and `comparisons` are of the first metric. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentAnswer"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    allowNotice: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllowNotice"];
            };
        };
        responses: {
            /** @description The templates that the user accepted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowedNotices"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveNotice: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveNotice"];
            };
        };
        responses: {
            /** @description A notice, and the template that it uses from now on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListNotices"];
            };
        };
        responses: {
            /** @description All notices. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListConversations"];
            };
        };
        responses: {
            /** @description A page of conversations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetConversation"];
            };
        };
        responses: {
            /** @description A conversation with a page of its messages, and the user's latest orders. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetail"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    takeConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeConversation"];
            };
        };
        responses: {
            /** @description The agent has the conversation now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationTaken"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    replyConversation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplyConversation"];
            };
        };
        responses: {
            /** @description An agent's reply. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplySent"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    releaseConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseConversation"];
            };
        };
        responses: {
            /** @description The agent does not have the conversation any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationReleased"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetService"];
            };
        };
        responses: {
            /** @description How customer service works, and the phrases of its agents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveService: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SaveService"];
            };
        };
        responses: {
            /** @description How customer service works, and the phrases of its agents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveFaq: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveFaq"];
            };
        };
        responses: {
            /** @description The entry that was saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaqSaved"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listFaq: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListFaq"];
            };
        };
        responses: {
            /** @description A page of the FAQ, by id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaqList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    tryFaq: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryFaq"];
            };
        };
        responses: {
            /** @description What the bot does with a text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaqTrial"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    trackEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrackEvents"];
            };
        };
        responses: {
            /** @description What became of a batch of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tracked"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveEvent"];
            };
        };
        responses: {
            /** @description A kind of event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventView"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListEvents"];
            };
        };
        responses: {
            /** @description The catalogue of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    analyzeFunnel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalyzeFunnel"];
            };
        };
        responses: {
            /** @description How many users take the steps of a funnel, in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FunnelAnswer"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    analyzeRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalyzeRetention"];
            };
        };
        responses: {
            /** @description Who comes back, by the day or week in which they began. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionAnswer"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    analyzeGoods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalyzeGoods"];
            };
        };
        responses: {
            /** @description From impressions to money, the goods that sold most first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoodsAnswer"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    analyzeShares: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalyzeShares"];
            };
        };
        responses: {
            /** @description Who brings buyers: the sharers whose visitors paid most first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharesAnswer"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    analyzeLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalyzeLive"];
            };
        };
        responses: {
            /** @description A live room: its viewers, and its pushes in the order of their times. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveAnswer"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    getAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetAnalysis"];
            };
        };
        responses: {
            /** @description How many users take the steps of a funnel, in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FunnelAnswer"] | components["schemas"]["RetentionAnswer"] | components["schemas"]["GoodsAnswer"] | components["schemas"]["SharesAnswer"] | components["schemas"]["LiveAnswer"] | components["schemas"]["ExperimentAnswer"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    setRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRole"];
            };
        };
        responses: {
            /** @description A user who has a role, or had one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListUsers"];
            };
        };
        responses: {
            /** @description All users who have one of the roles. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    listAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListAlerts"];
            };
        };
        responses: {
            /** @description All kinds of alerts, and the robot that tells them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
    saveAlerts: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id that the client creates for this request. If the same user sends the same request with the same key again within a day, the response is the first one and nothing is done twice. The same key with another body is refused with KEY_REUSED; while the first request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of more than 16 KB is not kept: then the call is made again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveAlerts"];
            };
        };
        responses: {
            /** @description All kinds of alerts, and the robot that tells them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            default: components["responses"]["Refusal"];
        };
    };
}
